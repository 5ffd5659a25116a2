import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { ControlError, type ControlClientOptions, createControlClient } from './index.ts';

interface Asked {
  readonly line: string;
  readonly authorization: string | null;
  readonly body: string;
}

/** A client of a server that answers what it is told, one after the other; the last one again. */
function client(
  answers: readonly [number, unknown][],
  options: Partial<ControlClientOptions> = {},
) {
  const asked: Asked[] = [];
  const left = [...answers];
  const control = createControlClient({
    url: 'http://emulator.test:8677',
    async fetch(input, init) {
      const request = new Request(input, init);
      asked.push({
        line: `${request.method} ${request.url.replace('http://emulator.test:8677', '')}`,
        authorization: request.headers.get('authorization'),
        body: await request.text(),
      });
      const [status, body] = (left.length > 1 ? left.shift() : left[0]) ?? [500, {}];
      return new Response(typeof body === 'string' ? body : JSON.stringify(body), { status });
    },
    ...options,
  });
  return { control, asked };
}

const TOKEN: [number, unknown] = [200, { access_token: 't1' }];

test('control client: signs in once, as anybody, and sends its token', async () => {
  const { control, asked } = client([TOKEN, [200, { mode: 'manual' }]]);
  assert.equal((await control.clock.advance('3m')).mode, 'manual');
  await control.clock.read();
  assert.deepEqual(
    asked.map(({ line, authorization }) => [line, authorization]),
    [
      ['POST /00000000-0000-0000-0000-000000000002/oauth2/v2.0/token', null],
      ['POST /_lazulite/clock', 'Bearer t1'],
      ['GET /_lazulite/clock', 'Bearer t1'],
    ],
  );
  assert.match(asked[0]?.body ?? '', /^grant_type=client_credentials&client_id=lazulite-control&/);
  assert.equal(asked[1]?.body, '{"advanceBy":"3m"}');
});

test('control client: signs in as who it is told to, and says when it may not', async () => {
  const refused = { error: 'invalid_client', error_description: 'AADSTS7000215: Wrong.\r\nTrace' };
  const options = { client: { id: 'me', secret: 's' }, tenantId: 'mine' };
  const { control, asked } = client([[401, refused], TOKEN, [200, {}]], options);
  await assert.rejects(control.clock.read(), {
    name: 'ControlError',
    message: 'Client me cannot sign in at http://emulator.test:8677: AADSTS7000215: Wrong.',
    code: null,
    azureCode: 'AADSTS7000215',
    httpStatus: 401,
  });
  await control.clock.read();
  assert.equal(asked.filter(({ line }) => line === 'POST /mine/oauth2/v2.0/token').length, 2);
});

test('control client: a token that has ended is renewed, one that is never good is not', async () => {
  const ended: [number, unknown] = [
    401,
    { error: { code: 'ExpiredAuthenticationToken', message: 'It has expired.' } },
  ];
  const tokens = ['a', 'b', 'c'];
  const token = (): string => tokens.shift() ?? 'none';
  const { control, asked } = client([[200, {}], ended, [200, {}], ended], { token });
  await control.clock.read();
  await control.clock.read();
  assert.deepEqual(
    asked.map(({ authorization }) => authorization),
    ['Bearer a', 'Bearer a', 'Bearer b'],
  );
  await assert.rejects(control.clock.read(), { azureCode: 'ExpiredAuthenticationToken' });
  assert.equal(asked.length, 5);
});

test('control client: what is open is asked without a token', async () => {
  const { control, asked } = client([[200, { status: 'ready', version: '1' }]]);
  assert.deepEqual(await control.health(), { status: 'ready', version: '1' });
  assert.deepEqual(asked, [{ line: 'GET /_lazulite/health', authorization: null, body: '' }]);
});

test('control client: a refusal is an error with its code', async () => {
  const error = { code: 'EMU_CLOCK_BACKWARDS', message: 'Time does not go back.' };
  const { control } = client([[409, { error }]], { token: 't' });
  const caught = await control.clock.advanceTo('2020-01-01T00:00:00Z').catch((e: unknown) => e);
  assert.ok(caught instanceof ControlError);
  assert.deepEqual(
    [caught.code, caught.azureCode, caught.httpStatus, caught.message],
    ['EMU_CLOCK_BACKWARDS', null, 409, 'Time does not go back.'],
  );
  const odd = client([[502, 'a proxy']], { token: 't' });
  await assert.rejects(odd.control.clock.read(), {
    code: null,
    azureCode: null,
    message: 'It was answered with HTTP 502.',
  });
});

test('control client: nobody there is an error that says how to start one', async () => {
  const cause = new TypeError('fetch failed');
  const { control } = client([], { token: 't', fetch: () => Promise.reject(cause) });
  await assert.rejects(control.clock.read(), {
    code: 'EMU_NO_EMULATOR',
    httpStatus: null,
    message: /No emulator answers at http:\/\/emulator\.test:8677\. Start one/,
    cause,
  });
});

test('control client: queries leave out what is not said', async () => {
  const { control, asked } = client([[200, { scaleSets: [], next: null }]], { token: 't' });
  await control.fleet.page();
  await control.fleet.page({ resource: '*/web', limit: 5 });
  await control.requests.list({ status: '4xx', bodies: false });
  assert.deepEqual(
    asked.map(({ line }) => line),
    [
      'GET /_lazulite/fleet',
      'GET /_lazulite/fleet?resource=*%2Fweb&limit=5',
      'GET /_lazulite/requests?status=4xx&bodies=false',
    ],
  );
});

test('control client: brings nothing with it, neither rooms nor Node', () => {
  const files = globSync('src/client/*.ts').filter((file) => !file.endsWith('.test.ts'));
  assert.ok(files.length >= 5);
  for (const file of files) {
    const imports = readFileSync(file, 'utf8').match(/^(?:import|export) [^;]*? from '[^']+';/gm);
    const brought = (imports ?? []).filter(
      (each) => !/^(?:import|export) type /.test(each) && !each.includes("from './"),
    );
    assert.deepEqual(brought, [], file);
  }
});
