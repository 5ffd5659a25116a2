import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Found } from '../support/left-out.ts';
import type { GoProgram } from './cases.ts';

/** Where Debian puts the sources of Go packages. */
const DEBIAN_GO_PATH = '/usr/share/gocode';
const SDK = 'src/github.com/Azure/azure-sdk-for-go/services/compute/mgmt';
/** The first build compiles the SDK's packages, a large one for each api-version; later ones are cached. */
const BUILD_MS_MAX = 400_000;

export function findGo(): Found<{ readonly command: string }> {
  const asked = spawnSync('go', ['version'], { encoding: 'utf8' });
  if (asked.status === 0 && existsSync(path.join(DEBIAN_GO_PATH, SDK))) return { command: 'go' };
  return { missing: 'there is no go, or no Azure SDK for it; on Debian: npm run test:clients' };
}

export function buildGo(
  { name, sources }: Pick<GoProgram, 'name' | 'sources'>,
  folder: string,
): string {
  const file = path.join(folder, name);
  const built = spawnSync('go', ['build', '-o', file, ...sources], {
    encoding: 'utf8',
    timeout: BUILD_MS_MAX,
    env: { ...process.env, GO111MODULE: 'off', GOPATH: DEBIAN_GO_PATH, GOFLAGS: '' },
  });
  assert.equal(built.status, 0, built.stderr);
  return file;
}
