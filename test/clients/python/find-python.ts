import { spawnSync } from 'node:child_process';
import { DEBIAN_ROOT, findDebianRoot, rootCommand } from '../support/debian-root.ts';
import type { Found } from '../support/left-out.ts';

/** All that python/program.py imports. */
const ASK = 'import azure.identity, azure.mgmt.resource, azure.mgmt.compute as c';

/**
 * A Python that has the client: LAZULITE_PYTHON when it is set, else Debian's own, else the first on
 * the path (which may be another one that sees nothing of Debian's packages).
 */
export function findPython(): Found<{
  readonly command: string;
  readonly args: readonly string[];
}> {
  const chosen = process.env['LAZULITE_PYTHON'];
  const commands = chosen ? [chosen] : ['/usr/bin/python3', 'python3'];
  for (const command of commands) {
    const asked = spawnSync(command, ['-c', ASK], { encoding: 'utf8' });
    if (asked.status === 0) return { command, args: [] };
  }
  return {
    missing: `${commands.join(' and ')} cannot import azure.mgmt.compute, azure.mgmt.resource and azure.identity; on Debian: npm run test:clients`,
  };
}

/** The Python of the Debian 13 root, which has Azure's packages as it has az. */
export function findRootPython(): Found<{
  readonly command: string;
  readonly args: readonly string[];
}> {
  const root = findDebianRoot();
  return 'missing' in root ? root : { command: DEBIAN_ROOT, args: rootCommand('/usr/bin/python3') };
}
