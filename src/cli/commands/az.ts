import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { EmulatorError } from '../../base/index.ts';
import { azEnvironment, azFolder, azSetUpSteps, signInOf } from '../az-setup.ts';
import {
  type ConnectionOptions,
  type Environment,
  findEmulator,
  type Place,
} from '../connection.ts';
import { findProgram, runForOutput, runInOurPlace } from '../run-program.ts';
import { createTransport } from '../transport.ts';
import type { CommandContext } from './context.ts';

/** What a configuration folder of az was set up for; another one is set up anew. */
interface SetUp {
  readonly url: string;
  readonly tenantId: string;
  readonly subscriptionId: string;
  readonly client: Place['client'];
  /** What the emulator signs with: az keeps tokens, and those of another key are refused. */
  readonly keys: string;
  readonly az: { readonly file: string; readonly modifiedMs: number };
}

const SET_UP_FILE = 'lazulite.json';

/**
 * az against the emulator, in a configuration folder below the data folder. The first call registers
 * the cloud and signs in; a later one only starts az.
 */
export async function runAz(
  args: readonly string[],
  options: ConnectionOptions,
  { environment, terminal }: CommandContext,
): Promise<number> {
  const az = findProgram('az', environment);
  if (az === undefined) {
    throw new EmulatorError(
      'EMU_PROGRAM_MISSING',
      'az is not on the PATH. Install the Azure CLI (on Debian: apt-get install azure-cli), or use another client: `lazulite env` lists them.',
    );
  }
  const found = findEmulator(options, environment);
  // az sends its token over TLS only; the emulator takes both on its one port.
  const place = { ...found, url: found.url.replace(/^http:/, 'https:') };
  const azVariables = { ...withoutProxy(environment, place.url), ...azEnvironment(place) };
  const wanted: SetUp = {
    url: place.url,
    tenantId: place.tenantId,
    subscriptionId: place.subscriptionId,
    client: place.client,
    keys: await keysOf(place),
    az: { file: az, modifiedMs: statSync(az).mtimeMs },
  };
  if (!isSetUpFor(azFolder(place), wanted)) {
    if (terminal.interactive) terminal.writeError(`Setting az up for ${place.url} …\n`);
    await setUp(place, wanted, azVariables);
  }
  return await runInOurPlace(az, args, azVariables);
}

/** In a folder of its own that then takes its place, so that nobody meets it half made. */
async function setUp(place: Place, wanted: SetUp, environment: Environment): Promise<void> {
  const folder = azFolder(place);
  const fresh = `${folder}.${process.pid}`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true, mode: 0o700 });
  try {
    // What people have configured (`az config set defaults.group=…`) stays.
    const config = path.join(folder, 'config');
    if (existsSync(config)) cpSync(config, path.join(fresh, 'config'));
    const inFresh = { ...environment, AZURE_CONFIG_DIR: fresh };
    const version = await azVersion(wanted.az.file, inFresh);
    for (const step of azSetUpSteps(place, signInOf(version))) {
      const { code, error } = await runForOutput(wanted.az.file, step, inFresh);
      if (code !== 0) throw refusedStep(step, code, error);
    }
    writeFileSync(path.join(fresh, SET_UP_FILE), JSON.stringify(wanted), { mode: 0o600 });
    // Another call may have been faster, and its az is at work there.
    if (isSetUpFor(folder, wanted)) return;
    rmSync(folder, { recursive: true, force: true });
    renameSync(fresh, folder);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

function isSetUpFor(folder: string, wanted: SetUp): boolean {
  const file = path.join(folder, SET_UP_FILE);
  return existsSync(file) && readFileSync(file, 'utf8') === JSON.stringify(wanted);
}

async function azVersion(az: string, environment: Environment): Promise<string> {
  const { code, out, error } = await runForOutput(az, ['version', '-o', 'json'], environment);
  const version = /"azure-cli": "([\d.]+)"/.exec(out)?.[1];
  if (version === undefined) throw refusedStep(['version'], code, error);
  return version;
}

async function keysOf(place: Place): Promise<string> {
  const send = createTransport(place.url, place.caFile);
  const { body } = await send({
    method: 'GET',
    target: `/${place.tenantId}/discovery/v2.0/keys`,
    headers: { host: new URL(place.url).host },
    body: new Uint8Array(),
    secure: true,
  });
  return new TextDecoder().decode(body);
}

/** A proxy is for the world outside; the emulator is not there. */
function withoutProxy(environment: Environment, url: string): Environment {
  const { hostname } = new URL(url);
  const [before] = [environment['NO_PROXY'], environment['no_proxy']].filter(Boolean);
  const list = [before, hostname].filter(Boolean).join(',');
  return { ...environment, NO_PROXY: list, no_proxy: list };
}

function refusedStep(step: readonly string[], code: number, error: string): EmulatorError {
  const said = error.trim().split('\n').slice(-SAID_LINES_MAX).join('\n');
  return new EmulatorError(
    'EMU_PROGRAM_FAILED',
    `az could not be set up: \`az ${step.slice(0, 2).join(' ')}\` ended with ${code}:\n${said}\n`,
  );
}

/** The end of a traceback is where its reason stands. */
const SAID_LINES_MAX = 20;
