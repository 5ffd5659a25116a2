import { isIP } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { THROTTLE_MODES, type ThrottleSettings } from '../arm/index.ts';
import { EmulatorError, isGuid } from '../base/index.ts';
import { type ClockMode, parseClockMode } from '../clock/index.ts';
import type { NetworkMode, QuotaSetting } from '../providers/index.ts';
import { type Client, parseClient } from './client-option.ts';
import { OptionReader } from './option-reader.ts';
import type { OptionValues } from './options.ts';
import { parseThrottleLimits } from './throttle-option.ts';
import { parseQuota } from './quota-option.ts';

/** Everything `createEmulator` needs to know, checked. */
export interface EmulatorConfig {
  readonly port: number;
  readonly host: string;
  readonly dataFolder: string;
  readonly store: StoreLocation;
  /** Null: go on in the mode that the store remembers, or x60 when it remembers none. */
  readonly clock: ClockMode | null;
  readonly seed: number;
  /** A shipped name or a path; null for none. */
  readonly scenario: string | null;
  readonly lifecycle: string;
  readonly auth: AuthMode;
  /** Empty: any id and secret may sign in. */
  readonly clients: readonly Client[];
  readonly subscriptions: readonly string[];
  readonly tenantId: string;
  /** Whether a sign-in must name `tenantId`; otherwise any GUID will do. */
  readonly onlyTenant: boolean;
  readonly capacityLimit: number;
  /** Whether models may name networks that were never made here. */
  readonly network: NetworkMode;
  /** Whether types that are not served are stored as they are sent. */
  readonly genericResources: boolean;
  readonly quotas: readonly QuotaSetting[];
  /** What is not here stays as the store remembers it. */
  readonly throttle: Partial<ThrottleSettings>;
  readonly readyFile: string | null;
  readonly demo: boolean;
  readonly logLevel: LogLevel;
}

export type StoreLocation =
  | { readonly kind: 'memory' }
  | { readonly kind: 'sqlite'; readonly file: string }
  | { readonly kind: 'postgres'; readonly url: string };

export type AuthMode = 'verify' | 'open' | 'rbac';
export type LogLevel = 'silent' | 'error' | 'warn' | 'info' | 'debug';

/** VMSS on a telephone keypad. */
const DEFAULT_PORT = 8677;
const DEFAULT_SUBSCRIPTION = '00000000-0000-0000-0000-000000000001';
const DEFAULT_TENANT = '00000000-0000-0000-0000-000000000002';
/** Azure's limit for a set of platform images. Source: Microsoft Learn, "Azure subscription limits". */
const DEFAULT_CAPACITY_LIMIT = 1_000;
/** Instance ids and counters are 32-bit; memory ends long before this. */
const CAPACITY_LIMIT_MAX = 10_000_000;
const SEED_MAX = 0xffff_ffff;

/**
 * Checks options and the environment; an option wins over its variable. Throws EMU_BAD_OPTION or
 * EMU_CLIENTS_REQUIRED with a message that says what to do.
 */
export function parseConfig(
  values: OptionValues,
  environment: Readonly<Record<string, string | undefined>> = {},
): EmulatorConfig {
  const read = new OptionReader(values, environment);
  const demo = read.flag('demo');
  const data = read.text('data');
  const dataFolder = path.resolve(data ?? defaultDataFolder(environment));
  const config: EmulatorConfig = {
    port: read.integer('port', 0, 65_535) ?? DEFAULT_PORT,
    host: readHost(read),
    dataFolder,
    store: readStore(read, dataFolder, demo && data === undefined),
    clock: readClock(read),
    seed: read.integer('seed', 0, SEED_MAX) ?? 1,
    scenario: read.text('scenario') ?? null,
    lifecycle: read.text('lifecycle') ?? 'azure',
    auth: read.choice('auth', ['verify', 'open', 'rbac']) ?? 'verify',
    clients: read.list('client').map(({ text, label }) => parseClient(text, label)),
    subscriptions: readSubscriptions(read),
    tenantId: readGuid(read, 'tenant') ?? DEFAULT_TENANT,
    onlyTenant: read.text('tenant') !== undefined,
    capacityLimit: read.integer('capacityLimit', 1, CAPACITY_LIMIT_MAX) ?? DEFAULT_CAPACITY_LIMIT,
    genericResources: read.flag('genericResources'),
    network: read.choice('network', ['strict', 'lenient']) ?? 'lenient',
    quotas: read.list('quota').map(({ text, label }) => parseQuota(text, label)),
    throttle: readThrottle(read),
    readyFile: resolved(read.text('readyFile')),
    demo,
    logLevel: read.choice('logLevel', ['silent', 'error', 'warn', 'info', 'debug']) ?? 'warn',
  };
  return requireClients(config);
}

/** Where certificates and the fleet are kept unless `--data` says otherwise. */
export function defaultDataFolder(
  environment: Readonly<Record<string, string | undefined>>,
): string {
  const shared = environment['XDG_DATA_HOME'];
  // The XDG specification: a relative path is to be ignored.
  if (shared !== undefined && path.isAbsolute(shared)) return path.join(shared, 'lazulite');
  return path.join(os.homedir(), '.lazulite');
}

export function isLoopback(host: string): boolean {
  if (/^(localhost|.*\.localhost|::1|\[::1\])$/i.test(host)) return true;
  return isIP(host) === 4 && host.startsWith('127.');
}

function requireClients(config: EmulatorConfig): EmulatorConfig {
  if (!isLoopback(config.host) && (config.clients.length === 0 || config.auth === 'open')) {
    throw new EmulatorError(
      'EMU_CLIENTS_REQUIRED',
      `Listening on ${config.host} lets other machines in, so say who may sign in: ` +
        '--client ID=SECRET (and not --auth open). Or leave --host out to serve this machine only.',
    );
  }
  if (config.auth === 'rbac' && config.clients.length === 0) {
    throw new EmulatorError(
      'EMU_CLIENTS_REQUIRED',
      '--auth rbac gives roles to configured clients: add --client ID=SECRET:ROLE.',
    );
  }
  return config;
}

function readThrottle(read: OptionReader): Partial<ThrottleSettings> {
  const mode = read.choice('throttle', THROTTLE_MODES);
  const limits = parseThrottleLimits(read.list('throttleLimit'));
  return {
    ...(mode === undefined ? {} : { mode }),
    ...(Object.keys(limits).length === 0 ? {} : { limits }),
  };
}

function readHost(read: OptionReader): string {
  const host = read.text('host') ?? '127.0.0.1';
  if (isIP(host) === 0 && !/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(host)) {
    throw read.bad('host', 'must be a host name or an IP address without a port', host);
  }
  return host;
}

function readStore(read: OptionReader, dataFolder: string, forgetful: boolean): StoreLocation {
  const text = read.text('store');
  if (text === undefined) {
    if (forgetful) return { kind: 'memory' };
    return { kind: 'sqlite', file: path.join(dataFolder, 'lazulite.db') };
  }
  if (text === 'memory') return { kind: 'memory' };
  if (/^postgres(ql)?:\/\/./.test(text) && URL.canParse(text))
    return { kind: 'postgres', url: text };
  const file = /^sqlite:(.+)$/.exec(text)?.[1];
  if (file !== undefined) return { kind: 'sqlite', file: path.resolve(file) };
  // What looks like a database's URL is not repeated: there may be a password in it.
  const shown = text.includes('@') ? `${text.split(':')[0]}:…` : text;
  const rule = 'must be sqlite:FILE, memory or postgres://USER:PASSWORD@HOST:PORT/DATABASE';
  throw read.bad('store', rule, shown);
}

function readClock(read: OptionReader): ClockMode | null {
  const text = read.text('clock');
  if (text === undefined) return null;
  const mode = parseClockMode(text);
  if (mode === undefined) {
    throw read.bad('clock', 'must be real, xN (such as x60), instant or manual', text);
  }
  return mode;
}

function readSubscriptions(read: OptionReader): readonly string[] {
  const given = read.list('subscription').map(({ text, label }) => {
    if (!isGuid(text)) throw badGuid(label, text);
    return text.toLowerCase();
  });
  return given.length === 0 ? [DEFAULT_SUBSCRIPTION] : [...new Set(given)];
}

function readGuid(read: OptionReader, name: 'tenant'): string | undefined {
  const text = read.text(name);
  if (text !== undefined && !isGuid(text)) throw badGuid(read.label(name), text);
  return text?.toLowerCase();
}

function badGuid(label: string, text: string): EmulatorError {
  return new EmulatorError(
    'EMU_BAD_OPTION',
    `${label} must be a GUID such as ${DEFAULT_SUBSCRIPTION}, not "${text}".`,
  );
}

function resolved(file: string | undefined): string | null {
  return file === undefined ? null : path.resolve(file);
}
