import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Found } from './left-out.ts';

/** Makes, finds and enters the Debian 13 root; its own first lines say how. */
export const DEBIAN_ROOT = path.join(import.meta.dirname, 'debian-root.sh');

/** Where it is, when it is there and may be entered. */
export function findDebianRoot(): Found<{ readonly folder: string }> {
  const asked = spawnSync(DEBIAN_ROOT, ['find'], { encoding: 'utf8' });
  return asked.status === 0
    ? { folder: asked.stdout.trim() }
    : { missing: asked.stderr.trim() || `${DEBIAN_ROOT} cannot be run` };
}

/** The arguments of DEBIAN_ROOT for a command in it, which sees this checkout and the temporary folders. */
export function rootCommand(...command: readonly string[]): readonly string[] {
  return ['run', '--bind', tmpdir(), '--bind', CHECKOUT, '--', ...command];
}

const CHECKOUT = path.join(import.meta.dirname, '../../..');
