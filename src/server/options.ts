/**
 * The options of `start`, as one table: the command line, the environment, the help text and
 * docs/reference/configuration.md all follow it.
 */
export interface OptionSpec {
  /** As in `OptionValues`; the environment variable and the flag are made of it. */
  readonly name: OptionName;
  /** What stands after the flag; null for a switch. */
  readonly placeholder: string | null;
  readonly description: string;
  /** For people; the values themselves are in config.ts. */
  readonly fallback: string;
  readonly repeatable?: true;
}

export const OPTION_NAMES = [
  'port',
  'host',
  'data',
  'store',
  'clock',
  'seed',
  'scenario',
  'lifecycle',
  'auth',
  'client',
  'subscription',
  'tenant',
  'capacityLimit',
  'network',
  'quota',
  'throttle',
  'throttleLimit',
  'genericResources',
  'readyFile',
  'demo',
  'logLevel',
] as const;

export type OptionName = (typeof OPTION_NAMES)[number];

/** As they come from the command line, a test or a configuration: not yet checked. */
export type OptionValues = {
  readonly [name in OptionName]?: string | number | boolean | readonly string[] | undefined;
};

const SPECS: Readonly<Record<OptionName, Omit<OptionSpec, 'name'>>> = {
  port: {
    placeholder: 'PORT',
    description: 'port for HTTPS and HTTP together; 0 picks a free one',
    fallback: '8677',
  },
  host: {
    placeholder: 'HOST',
    description: 'address to listen on; anything but loopback needs --client',
    fallback: '127.0.0.1',
  },
  data: {
    placeholder: 'DIR',
    description: 'folder of the certificates and, with SQLite, of the fleet',
    fallback: '$XDG_DATA_HOME/lazulite or ~/.lazulite',
  },
  store: {
    placeholder: 'STORE',
    description: 'sqlite:FILE, memory or postgres://…',
    fallback: 'sqlite:DATA/lazulite.db',
  },
  clock: {
    placeholder: 'MODE',
    description: 'real, xN (N times as fast, e.g. x60), instant or manual',
    fallback: 'the mode it was left in, at first x60',
  },
  seed: {
    placeholder: 'N',
    description: 'where all chance comes from; same seed and requests, same bytes',
    fallback: '1',
  },
  scenario: {
    placeholder: 'NAME|FILE',
    description: 'scale sets to make at the start',
    fallback: 'none',
  },
  lifecycle: {
    placeholder: 'NAME|FILE',
    description: 'how long things take and what goes wrong: azure, fast, chaos or a file',
    fallback: 'azure',
  },
  auth: {
    placeholder: 'MODE',
    description: 'verify (a valid token), open (any or none) or rbac (roles of --client)',
    fallback: 'verify',
  },
  client: {
    placeholder: 'ID=SECRET[:ROLE]',
    description: 'a client that may sign in; without any, every id and secret may',
    fallback: 'any',
    repeatable: true,
  },
  subscription: {
    placeholder: 'ID',
    description: 'a subscription that exists',
    fallback: '00000000-0000-0000-0000-000000000001',
    repeatable: true,
  },
  tenant: {
    placeholder: 'ID',
    description: 'the only tenant that may sign in; without it, every GUID may',
    fallback: '00000000-0000-0000-0000-000000000002, and any other',
  },
  capacityLimit: {
    placeholder: 'N',
    description: 'how many instances a set may have',
    fallback: "1000, as Azure's",
  },
  network: {
    placeholder: 'MODE',
    description: 'strict refuses what names a network that is not there, as Azure does; lenient',
    fallback: 'lenient',
  },
  genericResources: {
    placeholder: null,
    description: 'store resources of any other type of Azure as they are sent',
    fallback: 'off; they are refused by name',
  },
  quota: {
    placeholder: 'NAME=N[@LOCATION]',
    description: 'the limit of a quota, such as cores=100 or standardDSv5Family=20@westeurope',
    fallback: 'higher than any fleet needs',
    repeatable: true,
  },
  throttle: {
    placeholder: 'MODE',
    description: 'azure refuses too many requests as Azure does (azure-2019: as until 2023), off',
    fallback: 'as it was left, at first off',
  },
  throttleLimit: {
    placeholder: 'NAME=CAPACITY[/REFILL]',
    description: 'the limit of a policy or group, such as HighCostGetVMScaleSetResource=3/1',
    fallback: "as it was left, at first Azure's",
    repeatable: true,
  },
  readyFile: {
    placeholder: 'FILE',
    description: 'written once everything listens, as one JSON object',
    fallback: 'none',
  },
  demo: {
    placeholder: null,
    description: 'make a demonstration fleet and show it settling',
    fallback: 'off; plain `npm start` in a checkout sets it',
  },
  logLevel: {
    placeholder: 'LEVEL',
    description: 'silent, error, warn, info or debug; to standard error',
    fallback: 'warn',
  },
};

export const OPTIONS: readonly OptionSpec[] = OPTION_NAMES.map((name) => ({
  name,
  ...SPECS[name],
}));

/** `readyFile` → `--ready-file`. */
export function flagOf(name: OptionName): string {
  return `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** `readyFile` → `LAZULITE_READY_FILE`. */
export function variableOf(name: OptionName): string {
  return `LAZULITE_${name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}
