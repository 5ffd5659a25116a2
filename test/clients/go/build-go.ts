import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { DEBIAN_ROOT, findDebianRoot, rootCommand } from '../support/debian-root.ts';
import type { Found } from '../support/left-out.ts';
import type { GoProgram } from './cases.ts';

/** Where Debian puts the sources of Go packages. */
const DEBIAN_GO_PATH = '/usr/share/gocode';
const SDK = 'src/github.com/Azure/azure-sdk-for-go/services/compute/mgmt';
/** The first build compiles the SDK's packages, a large one for each api-version; later ones are cached. */
const BUILD_MS_MAX = 400_000;

/** What goes before a command, where the Go is: nothing, or what enters the Debian 13 root. */
export interface GoPlace {
  readonly enter: readonly string[];
}

export function findGo(): Found<GoPlace> {
  const asked = spawnSync('go', ['version'], { encoding: 'utf8' });
  if (asked.status === 0 && existsSync(path.join(DEBIAN_GO_PATH, SDK))) return { enter: [] };
  return { missing: 'there is no go, or no Azure SDK for it; on Debian: npm run test:clients' };
}

/** The Go of the Debian 13 root, whose recipe puts the SDK of track 2 where Debian has its packages. */
export function findRootGo(): Found<GoPlace> {
  const root = findDebianRoot();
  return 'missing' in root ? root : { enter: [DEBIAN_ROOT, ...rootCommand()] };
}

/** The program as a command with its arguments. */
export function buildGo(
  { enter }: GoPlace,
  { name, sources }: Pick<GoProgram, 'name' | 'sources'>,
  folder: string,
): readonly [string, ...string[]] {
  const file = path.join(folder, name);
  const settings = ['GO111MODULE=off', `GOPATH=${DEBIAN_GO_PATH}`, 'GOFLAGS='];
  // What the recipe of the root has compiled lies there, for a build without C.
  if (enter.length > 0) settings.push('CGO_ENABLED=0', 'GOCACHE=/var/cache/go-build');
  const [command, ...args] = inPlace(
    enter,
    'env',
    ...settings,
    'go',
    'build',
    '-o',
    file,
    ...sources,
  );
  const built = spawnSync(command, args, { encoding: 'utf8', timeout: BUILD_MS_MAX });
  assert.equal(built.status, 0, built.stderr);
  return inPlace(enter, file);
}

function inPlace(
  enter: readonly string[],
  command: string,
  ...args: readonly string[]
): readonly [string, ...string[]] {
  const [first, ...rest] = enter;
  return first === undefined ? [command, ...args] : [first, ...rest, command, ...args];
}
