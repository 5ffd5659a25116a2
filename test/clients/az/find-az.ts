import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { shellWord } from '../../../src/cli/shell-word.ts';
import { DEBIAN_ROOT, findDebianRoot, rootCommand } from '../support/debian-root.ts';
import type { Found } from '../support/left-out.ts';
import type { Generation } from './az-case.ts';

const OWN_AZ = '/usr/bin/az';
const OWN_PYTHON = '/usr/bin/python3';
const FORK_SERVER = path.join(import.meta.dirname, 'fork_server.py');

/** An az of one of the two generations: the folder that has to be first on the PATH for it. */
export interface FoundAz {
  readonly folder: string;
  /** A Python of the same Debian with fork_server.py. */
  readonly server: { readonly command: string; readonly args: readonly string[] };
}

/** The machine's own az when it is an old one; the newer one of the Debian 13 root. */
export function findAz(generation: Generation): Found<FoundAz> {
  if (generation === 'latest') {
    const root = findDebianRoot();
    if ('missing' in root) return root;
    const words = [DEBIAN_ROOT, ...rootCommand(OWN_AZ)].map(shellWord).join(' ');
    return {
      folder: folderWith(`exec ${words} "$@"`),
      server: { command: DEBIAN_ROOT, args: rootCommand(OWN_PYTHON, FORK_SERVER) },
    };
  }
  const asked = spawnSync(OWN_AZ, ['version', '-o', 'json'], { encoding: 'utf8' });
  const version = /"azure-cli": "(\d+)\.(\d+)/.exec(asked.stdout ?? '');
  if (version === null) {
    return { missing: `there is no ${OWN_AZ}; on Debian: npm run test:clients` };
  }
  const [, major, minor] = version.map(Number);
  if (major !== 2 || (minor ?? 0) >= FIRST_NEWER_MINOR) {
    return {
      missing: `${OWN_AZ} is ${major}.${minor}; the cases for an old one want one before 2.${FIRST_NEWER_MINOR}, as Debian 12 has it`,
    };
  }
  return {
    folder: folderWith(`exec ${OWN_AZ} "$@"`),
    server: { command: OWN_PYTHON, args: [FORK_SERVER] },
  };
}

const FIRST_NEWER_MINOR = 54;

function folderWith(script: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'lazulite-az-'));
  const file = path.join(folder, 'az');
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return folder;
}
