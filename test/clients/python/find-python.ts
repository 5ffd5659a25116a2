import { spawnSync } from 'node:child_process';
import type { Found } from '../support/left-out.ts';

/** All that python/program.py imports; prints which release it is. */
const ASK =
  'import azure.identity, azure.mgmt.resource, azure.mgmt.compute as c; print(c.__version__)';

/**
 * A Python that has the client: LAZULITE_PYTHON when it is set, else Debian's own, else the first on
 * the path (which may be another one that sees nothing of Debian's packages).
 */
export function findPython(): Found<{ readonly command: string; readonly version: string }> {
  const chosen = process.env['LAZULITE_PYTHON'];
  const commands = chosen ? [chosen] : ['/usr/bin/python3', 'python3'];
  for (const command of commands) {
    const asked = spawnSync(command, ['-c', ASK], { encoding: 'utf8' });
    if (asked.status === 0) return { command, version: asked.stdout.trim() };
  }
  return {
    missing: `${commands.join(' and ')} cannot import azure.mgmt.compute, azure.mgmt.resource and azure.identity; on Debian: npm run test:clients`,
  };
}
