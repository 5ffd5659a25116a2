import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { EmulatorError, type EmulatorErrorCode } from '../base/index.ts';
import { findQuotaName } from '../providers/index.ts';
import { defaultDataFolder, isLoopback, parseConfig } from './config.ts';
import { flagOf, OPTION_NAMES, type OptionValues, variableOf } from './options.ts';

test('config: without options it serves this machine only, with the documented defaults', () => {
  const config = parseConfig({}, { XDG_DATA_HOME: '/x' });
  assert.deepEqual(config, {
    port: 8677,
    host: '127.0.0.1',
    dataFolder: '/x/lazulite',
    store: { kind: 'sqlite', file: '/x/lazulite/lazulite.db' },
    clock: null,
    seed: 1,
    scenario: null,
    lifecycle: 'azure',
    auth: 'verify',
    clients: [],
    subscriptions: ['00000000-0000-0000-0000-000000000001'],
    tenantId: '00000000-0000-0000-0000-000000000002',
    onlyTenant: false,
    capacityLimit: 1000,
    network: 'lenient',
    genericResources: false,
    quotas: [],
    throttle: {},
    readyFile: null,
    demo: false,
    logLevel: 'warn',
  });
});

test('config: every option has a variable, and the option wins', () => {
  assert.equal(variableOf('readyFile'), 'LAZULITE_READY_FILE');
  assert.equal(flagOf('capacityLimit'), '--capacity-limit');
  const environment = {
    LAZULITE_PORT: '1',
    LAZULITE_HOST: 'localhost',
    LAZULITE_DATA: '/d',
    LAZULITE_STORE: 'memory',
    LAZULITE_CLOCK: 'x2.5',
    LAZULITE_SEED: '7',
    LAZULITE_SCENARIO: 'reference-page',
    LAZULITE_LIFECYCLE: 'fast',
    LAZULITE_AUTH: 'rbac',
    LAZULITE_CLIENT: 'a=b:Reader,c=d',
    LAZULITE_SUBSCRIPTION: `${guid(3)}, ${guid(4)}`,
    LAZULITE_TENANT: guid(5),
    LAZULITE_CAPACITY_LIMIT: '50',
    LAZULITE_NETWORK: 'strict',
    LAZULITE_GENERIC_RESOURCES: 'true',
    LAZULITE_QUOTA: 'cores=10,cores=5@West Europe',
    LAZULITE_THROTTLE: 'azure',
    LAZULITE_THROTTLE_LIMIT: 'subscription-reads=5/1,GetVMScaleSetResource=3',
    LAZULITE_READY_FILE: '/r.json',
    LAZULITE_DEMO: '1',
    LAZULITE_LOG_LEVEL: 'debug',
  };
  assert.deepEqual(Object.keys(environment).sort(), OPTION_NAMES.map(variableOf).sort());
  const cores = findQuotaName('cores');
  assert.deepEqual(parseConfig({}, environment), {
    port: 1,
    host: 'localhost',
    dataFolder: '/d',
    store: { kind: 'memory' },
    clock: { kind: 'scaled', rate: 2.5 },
    seed: 7,
    scenario: 'reference-page',
    lifecycle: 'fast',
    auth: 'rbac',
    clients: [
      { id: 'a', secret: 'b', role: 'Reader' },
      { id: 'c', secret: 'd', role: 'Owner' },
    ],
    subscriptions: [guid(3), guid(4)],
    tenantId: guid(5),
    onlyTenant: true,
    capacityLimit: 50,
    network: 'strict',
    genericResources: true,
    quotas: [
      { name: cores, limit: 10, location: null },
      { name: cores, limit: 5, location: 'westeurope' },
    ],
    throttle: {
      mode: 'azure',
      limits: {
        'subscription-reads': { capacity: 5, refill: 1 },
        GetVMScaleSetResource: { capacity: 3 },
      },
    },
    readyFile: '/r.json',
    demo: true,
    logLevel: 'debug',
  });
  assert.equal(parseConfig({ port: '0' }, environment).port, 0);
  assert.equal(parseConfig({}, { LAZULITE_PORT: ' ' }).port, 8677, 'an empty variable is none');
});

test('config: a secret may hold every character, also a colon', () => {
  const { clients } = parseConfig({ client: ['app=a=b:c,d', 'app2=x:y:Contributor', 'e=:Reader'] });
  assert.deepEqual(clients, [
    { id: 'app', secret: 'a=b:c,d', role: 'Owner' },
    { id: 'app2', secret: 'x:y', role: 'Contributor' },
    { id: 'e', secret: ':Reader', role: 'Owner' },
  ]);
});

test('config: a demonstration leaves nothing behind unless it is told where', () => {
  assert.deepEqual(parseConfig({ demo: true }).store, { kind: 'memory' });
  assert.equal(parseConfig({ demo: true, data: '/d' }).store.kind, 'sqlite');
  assert.equal(parseConfig({ demo: true, store: 'sqlite:/f.db' }).store.kind, 'sqlite');
});

test('config: stores', () => {
  const url = 'postgres://user:secret@db/lazulite';
  assert.deepEqual(parseConfig({ store: url }).store, { kind: 'postgres', url });
  const file = path.resolve('a.db');
  assert.deepEqual(parseConfig({ store: 'sqlite:a.db' }).store, { kind: 'sqlite', file });
});

test('config: refuses what it cannot use and says what to write', () => {
  const refused: readonly [OptionValues, RegExp][] = [
    [{ port: '65536' }, /--port must be a whole number from 0 to 65535, not "65536"/],
    [{ port: '-1' }, /--port/],
    [{ port: '80.5' }, /--port/],
    [{ port: '' }, /--port needs a value/],
    [{ host: 'a b' }, /--host must be a host name/],
    [{ host: 'https://localhost' }, /--host must be/],
    [{ store: 'mysql://x' }, /--store must be sqlite:FILE, memory or postgres/],
    [{ store: 'sqlite:' }, /--store/],
    [{ clock: 'x0' }, /--clock must be real, xN/],
    [{ clock: 'fast' }, /--clock/],
    [{ seed: 'abc' }, /--seed must be a whole number/],
    [{ seed: '4294967296' }, /--seed/],
    [{ auth: 'none' }, /--auth must be one of verify, open, rbac/],
    [{ client: ['nosecret'] }, /--client must look like ID=SECRET/],
    [{ subscription: ['mine'] }, /--subscription must be a GUID/],
    [{ tenant: 'contoso.com' }, /--tenant must be a GUID/],
    [{ capacityLimit: '0' }, /--capacity-limit must be/],
    [{ demo: 'yes' }, /--demo must be one of/],
    [{ logLevel: 'loud' }, /--log-level must be one of/],
  ];
  for (const [values, message] of refused) {
    assert.throws(
      () => parseConfig(values),
      expected('EMU_BAD_OPTION', message),
      JSON.stringify(values),
    );
  }
  assert.throws(
    () => parseConfig({}, { LAZULITE_PORT: 'x' }),
    expected('EMU_BAD_OPTION', /^LAZULITE_PORT must be/),
  );
});

test('config: a refused client is not repeated, it may be a secret', () => {
  assert.throws(
    () => parseConfig({ client: ['hunter2'] }),
    (error: Error) => !error.message.includes('hunter2'),
  );
});

test('config: other machines get in only with clients', () => {
  for (const host of ['0.0.0.0', '::', '192.168.1.2', 'build-7.example', '128.0.0.1']) {
    const needed = expected('EMU_CLIENTS_REQUIRED', /--client ID=SECRET/);
    assert.throws(() => parseConfig({ host }), needed, host);
    assert.throws(() => parseConfig({ host, client: ['a=b'], auth: 'open' }), needed, host);
    assert.equal(parseConfig({ host, client: ['a=b'] }).host, host);
  }
  assert.throws(() => parseConfig({ auth: 'rbac' }), expected('EMU_CLIENTS_REQUIRED', /rbac/));
  for (const host of ['127.0.0.1', '127.9.9.9', 'localhost', 'LOCALHOST', '::1', 'a.localhost']) {
    assert.ok(isLoopback(host), host);
    assert.equal(parseConfig({ host }).host, host);
  }
});

test('config: a relative XDG_DATA_HOME is ignored, as its specification says', () => {
  assert.equal(path.basename(defaultDataFolder({ XDG_DATA_HOME: 'x' })), '.lazulite');
  assert.equal(path.basename(defaultDataFolder({})), '.lazulite');
});

function guid(last: number): string {
  return `00000000-0000-0000-0000-00000000000${last}`;
}

function expected(code: EmulatorErrorCode, message: RegExp) {
  return (error: unknown): boolean =>
    error instanceof EmulatorError && error.code === code && message.test(error.message);
}
