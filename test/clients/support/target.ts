import assert from 'node:assert/strict';

/** Where the emulator is, as a client program reads it from its environment. */
export interface Target {
  readonly url: string;
  readonly tenantId: string;
  readonly subscriptionId: string;
}

export function readTarget(): Target {
  return {
    url: setting('LAZULITE_URL'),
    tenantId: setting('LAZULITE_TENANT'),
    subscriptionId: setting('LAZULITE_SUBSCRIPTION'),
  };
}

/** What no client library at hand does: resource groups, the control API. */
export interface Besides {
  createGroup(name: string): Promise<void>;
  /** An order to `/_lazulite/clock`, docs/guides/time.md. */
  clock(order: Readonly<Record<string, string | boolean>>): Promise<void>;
  get(path: string): Promise<unknown>;
}

export function besides(target: Target, token: () => Promise<string>): Besides {
  async function send(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${target.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${await token()}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    assert.ok(response.ok, `${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text);
  }
  return {
    async createGroup(name) {
      const path = `/subscriptions/${target.subscriptionId}/resourceGroups/${name}`;
      await send('PUT', `${path}?api-version=2021-04-01`, { location: 'westeurope' });
    },
    async clock(order) {
      await send('POST', '/_lazulite/clock', order);
    },
    get: (path) => send('GET', path),
  };
}

function setting(name: string): string {
  const value = process.env[name];
  assert.ok(value, `${name} is not set; this program is started by the tests of test/clients`);
  return value;
}
