import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HttpRequest, HttpResponse, Instant } from '../base/index.ts';
import { NEVER } from '../base/index.ts';
import { createClock, createFakeMachineTime, parseClockMode } from '../clock/index.ts';
import { unasked } from './fixture.ts';
import { createControl } from './control.ts';
import { RequestLog } from './requests/request-log.ts';
import type { FedMetric, ThrottlingSettings } from './types.ts';

test('health: answers without a token', async () => {
  const { send } = control('manual', { signedIn: false });
  assert.deepEqual(await send('GET', '/_lazulite/health'), {
    httpStatus: 200,
    json: { status: 'ready', version: '1.2.3' },
  });
});

test('clock: needs a token like ARM does', async () => {
  const { send } = control('manual', { signedIn: false });
  for (const method of ['GET', 'POST', 'PUT', 'DELETE']) {
    assert.equal((await send(method, '/_lazulite/clock', { advanceBy: '1h' })).httpStatus, 401);
  }
  assert.equal((await send('GET', '/_lazulite/no-such-thing')).httpStatus, 401);
});

test('clock: shows mode, rate, time and what is due next', async () => {
  const { send } = control('manual', { due: [60] });
  assert.deepEqual(await send('GET', '/_lazulite/clock?x=1'), {
    httpStatus: 200,
    json: {
      mode: 'manual',
      rate: 0,
      now: '2026-01-01T00:00:00+00:00',
      nextDue: '2026-01-01T00:01:00+00:00',
    },
  });
});

test('clock: moves by a length of time and to an instant, and the fleet follows', async () => {
  const { send, events } = control('manual', { due: [60, 400] });
  const moved = await send('POST', '/_lazulite/clock', { advanceBy: '3m' });
  assert.equal(moved.json['now'], '2026-01-01T00:03:00+00:00');
  assert.equal(moved.json['nextDue'], '2026-01-01T00:06:40+00:00');
  const reached = await send('PUT', '/_lazulite/clock', { advanceTo: '2026-01-01T01:00:00Z' });
  assert.equal(reached.json['now'], '2026-01-01T01:00:00+00:00');
  assert.equal(reached.json['nextDue'], null);
  assert.deepEqual(events, ['settle', 'kept', 'settle', 'kept'], 'durable before the answer');
});

test('clock: runs until nothing is due, and no further than a second past it', async () => {
  const { send } = control('manual', { due: [60, 60.1, 400, 86_400] });
  const idle = await send('POST', '/_lazulite/clock', { runUntilIdle: true });
  assert.deepEqual([idle.json['now'], idle.json['nextDue']], ['2026-01-02T00:00:00+00:00', null]);
});

test('clock: gives up on a fleet that is never idle, and says what is due', async () => {
  const { send } = control('manual', { everySeconds: 3_600 });
  const { json } = await send('POST', '/_lazulite/clock', { runUntilIdle: true });
  assert.equal(json['now'], '2026-01-08T00:00:00+00:00');
  assert.equal(json['nextDue'], '2026-01-08T01:00:00+00:00');
});

test('clock: stops where something looks at the fleet, and does not run on for it', async () => {
  const { send, looks } = control('manual', { due: [90], lookEverySeconds: 60 });
  await send('POST', '/_lazulite/clock', { advanceBy: '3m' });
  assert.deepEqual([...new Set(looks)], [0, 60, 120, 180]);
  const { json } = await send('POST', '/_lazulite/clock', { runUntilIdle: true });
  assert.deepEqual([json['now'], json['nextDue']], ['2026-01-01T00:03:00+00:00', null]);
});

const ROW = { caller: 'me', operationId: 'Sets_Get', resource: '/web', groups: ['A', 'B'] };

test('throttling: is set as a whole or in part, shown with its meter, and filled up', async () => {
  const { send, events } = control('manual');
  const limits = { Get3Min: { capacity: 3 }, 'subscription-reads': { capacity: 0, refill: 1 } };
  await send('POST', '/_lazulite/throttling', { mode: 'azure' });
  const { json } = await send('PUT', '/_lazulite/throttling', { limits });
  assert.deepEqual(json, {
    mode: 'azure',
    limits,
    totals: { calls: 4, throttled: 2, tooEarly: 1 },
    groups: [
      { group: 'A', calls: 4, throttled: 2, tooEarly: 1 },
      { group: 'B', calls: 3, throttled: 2, tooEarly: 1 },
    ],
    rows: [
      { ...ROW, calls: 3, throttled: 2, tooEarly: 1 },
      { ...ROW, resource: '/other', groups: ['A'], calls: 1, throttled: 0, tooEarly: 0 },
    ],
  });
  await send('POST', '/_lazulite/throttling', { reset: true });
  assert.deepEqual(events, ['reset']);
  const refused: readonly [unknown, RegExp][] = [
    [{}, /Send/],
    ['nonsense', /not JSON/],
    [{ mode: 'aws' }, /one of off, azure/],
    [{ mode: 'off', limit: {} }, /"limit" is not known/],
    [{ limits: [] }, /object by name/],
    [
      { limits: { Get4Min: { capacity: 1 } } },
      /no limit "Get4Min". There is Get3Min, subscription-reads/,
    ],
    [{ limits: { Get3Min: 3 } }, /must be/],
    [{ limits: { Get3Min: { capacity: -1 } } }, /whole number/],
    [{ limits: { Get3Min: { capacity: 1, refill: 0.5 } } }, /whole number/],
    [{ limits: { Get3Min: { capacity: 1, every: 2 } } }, /"every" is not known/],
    [{ reset: 'yes' }, /reset must be true/],
    [{ reset: true, mode: 'off' }, /stands alone/],
  ];
  for (const [body, message] of refused) {
    const answer = await send('POST', '/_lazulite/throttling', body);
    assert.equal(answer.httpStatus, 400, JSON.stringify(body));
    assert.match(JSON.stringify(answer.json).replaceAll('\\"', '"'), message);
  }
  const after = await send('GET', '/_lazulite/throttling');
  assert.deepEqual([after.json['mode'], after.json['limits']], ['azure', limits]);
});

test('metrics: are fed as a value, a total or a series, and shown', async () => {
  const { send } = control('manual');
  const resourceId = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/x/web';
  const name = 'Percentage CPU';
  await send('POST', '/_lazulite/metrics', { resourceId, name, value: 80 });
  await send('POST', '/_lazulite/metrics', { resourceId, name: 'Load', total: null });
  const series = [
    { at: '2026-01-01T00:05:00Z', value: 1 },
    { at: '2026-01-01T00:06:00Z', total: 2.5 },
  ];
  const answer = await send('POST', '/_lazulite/metrics', { resourceId, name, series });
  const now = '2026-01-01T00:00:00+00:00';
  assert.deepEqual(answer, {
    httpStatus: 200,
    json: {
      metrics: [
        { resourceId, name, series: [{ at: now, value: 80 }] },
        { resourceId, name: 'Load', series: [{ at: now, total: null }] },
        {
          resourceId,
          name,
          series: [
            { at: '2026-01-01T00:05:00+00:00', value: 1 },
            { at: '2026-01-01T00:06:00+00:00', total: 2.5 },
          ],
        },
      ],
    },
  });
  const refused: readonly [unknown, RegExp][] = [
    [{ name, value: 1 }, /resourceId must be/],
    [{ resourceId: 'web', name, value: 1 }, /resourceId must be/],
    [{ resourceId: `${resourceId}${'x'.repeat(600)}`, name, value: 1 }, /too long/],
    [{ resourceId, value: 1 }, /name must be/],
    [{ resourceId, name }, /either a "value" or a "total"/],
    [{ resourceId, name, value: 1, total: 1 }, /either a "value" or a "total"/],
    [{ resourceId, name, value: 'high' }, /a number or null/],
    [{ resourceId, name, value: 1, at: 'noon' }, /at must be/],
    [{ resourceId, name, value: 1, unit: '%' }, /"unit" is not known/],
    [{ resourceId, name, series: [] }, /1 to 2000 points/],
    [{ resourceId, name, value: 1, series }, /1 to 2000 points/],
    [{ resourceId, name, series: [{ value: 1 }] }, /has an "at"/],
    [{ resourceId, name, series: [...series, ...series] }, /follow one another/],
    ['[', /not JSON/],
  ];
  for (const [body, message] of refused) {
    const { httpStatus, json } = await send('POST', '/_lazulite/metrics', body);
    const error = json['error'] as { code: string; message: string };
    assert.deepEqual([httpStatus, error.code], [400, 'EMU_BAD_REQUEST'], JSON.stringify(body));
    assert.match(error.message, message);
  }
});

test('clock: changes its mode', async () => {
  const { send } = control('manual');
  const { json } = await send('POST', '/_lazulite/clock', { mode: 'x60' });
  assert.deepEqual([json['mode'], json['rate']], ['x60', 60]);
});

test('clock: refuses what it cannot do, and says what it can', async () => {
  const { send } = control('manual');
  const refusals: readonly [body: unknown, status: number, code: string, message: RegExp][] = [
    [{}, 400, 'EMU_BAD_REQUEST', /exactly one of/],
    [[], 400, 'EMU_BAD_REQUEST', /exactly one of/],
    [null, 400, 'EMU_BAD_REQUEST', /exactly one of/],
    ['{', 400, 'EMU_BAD_REQUEST', /not JSON/],
    [{ advanceBy: '1m', mode: 'real' }, 400, 'EMU_BAD_REQUEST', /exactly one of/],
    [{ advanceBy: 'soon' }, 400, 'EMU_BAD_REQUEST', /length of time/],
    [{ advanceBy: 3 }, 400, 'EMU_BAD_REQUEST', /length of time/],
    [{ advanceBy: '-3m' }, 400, 'EMU_BAD_REQUEST', /length of time/],
    [{ advanceTo: 'noon' }, 400, 'EMU_BAD_REQUEST', /must be a time/],
    [{ advanceTo: '2025-01-01T00:00:00Z' }, 409, 'EMU_CLOCK_BACKWARDS', /does not go back/],
    [{ runUntilIdle: false }, 400, 'EMU_BAD_REQUEST', /must be true/],
    [{ mode: 'x0' }, 400, 'EMU_BAD_REQUEST', /mode must be/],
    [{ constructor: 1 }, 400, 'EMU_BAD_REQUEST', /not known/],
  ];
  for (const [body, httpStatus, code, message] of refusals) {
    const answer = await send('POST', '/_lazulite/clock', body);
    const error = answer.json['error'] as { code: string; message: string };
    assert.deepEqual([answer.httpStatus, error.code], [httpStatus, code], JSON.stringify(body));
    assert.match(error.message, message);
  }
});

test('clock: one that runs by itself is not moved', async () => {
  const { send } = control('x60', { everySeconds: 1 });
  for (const body of [{ advanceBy: '1m' }, { runUntilIdle: true }]) {
    const { httpStatus, json } = await send('POST', '/_lazulite/clock', body);
    assert.deepEqual(
      [httpStatus, (json['error'] as { code: string }).code],
      [409, 'EMU_CLOCK_NOT_MANUAL'],
    );
  }
});

test('control: unknown paths and methods are named', async () => {
  const { send, handle } = control('manual');
  const missing = await send('GET', '/_lazulite/clocks');
  assert.equal(missing.httpStatus, 404);
  assert.match(
    (missing.json['error'] as { message: string }).message,
    /\/_lazulite\/clock,|\/_lazulite\/clock\./,
  );
  const method = await handle('DELETE', '/_lazulite/clock');
  assert.equal(method.httpStatus, 405);
  assert.deepEqual(method.headers.slice(0, 2), ['Allow', 'GET, POST, PUT']);
  assert.equal((await handle('GET', '/_lazulite2')).httpStatus, 404);
});

interface FakeFleet {
  /** Seconds after the start at which something is due. */
  readonly due?: readonly number[];
  readonly everySeconds?: number;
  /** Something looks at the fleet so often. */
  readonly lookEverySeconds?: number;
  readonly signedIn?: boolean;
}

function control(
  mode: string,
  { due = [], everySeconds, lookEverySeconds, signedIn = true }: FakeFleet = {},
) {
  const kind = parseClockMode(mode);
  assert.ok(kind);
  const clock = createClock({ mode: kind, source: createFakeMachineTime() });
  const start = clock.now();
  let left: Instant[] = due.map((seconds) => start + seconds * 1e6);
  const events: string[] = [];
  const looks: number[] = [];
  const fed: FedMetric[] = [];
  let throttled: ThrottlingSettings = { mode: 'off', limits: {} };
  const api = createControl({
    clock,
    fleet: {
      settle() {
        events.push('settle');
        left = left.filter((at) => at > clock.now());
        return Promise.resolve();
      },
      find: () => Promise.resolve(undefined),
      events: () => Promise.resolve(undefined),
      playEvents: () => ({
        next: () => Promise.resolve([]),
        more: () => Promise.resolve(),
        close: () => {},
      }),
      lookForEvents: () => {},
      change: () => Promise.reject(new Error('there is no set to change')),
      nextDue: () =>
        everySeconds === undefined ? (left[0] ?? NEVER) : clock.now() + everySeconds * 1e6,
    },
    work: { settle: () => Promise.resolve(), nextDue: () => NEVER },
    watch: {
      settle() {
        looks.push((clock.now() - start) / 1e6);
        return Promise.resolve();
      },
      nextDue: () =>
        lookEverySeconds === undefined
          ? NEVER
          : (Math.floor((clock.now() - start) / 1e6 / lookEverySeconds) + 1) *
              lookEverySeconds *
              1e6 +
            start,
    },
    metrics: {
      feed(metric) {
        fed.push(metric);
        return Promise.resolve();
      },
      list: () => Promise.resolve(fed),
    },
    throttling: {
      modes: ['off', 'azure'],
      limitNames: ['Get3Min', 'subscription-reads'],
      settings: () => throttled,
      change(settings) {
        throttled = settings;
        return Promise.resolve();
      },
      reset: () => void events.push('reset'),
      rows: () => [
        { ...ROW, calls: 3, throttled: 2, tooEarly: 1 },
        { ...ROW, resource: '/other', groups: ['A'], calls: 1, throttled: 0, tooEarly: 0 },
      ],
    },
    reset: () => Promise.resolve(),
    subscriptionIds: [],
    scaleSets: () => Promise.resolve([]),
    ...unasked,
    requests: {
      log: new RequestLog({ size: 10, bytes: 1_000 }),
      operationOf: () => undefined,
      pause: () => Promise.resolve(true),
    },
    faults: {
      add: () => Promise.resolve([]),
      list: () => Promise.resolve([]),
      find: () => Promise.reject(new Error('there is no rule')),
      remove: () => Promise.resolve(),
      clear: () => Promise.resolve(),
    },
    checkStore: () => Promise.resolve(),
    ending: () => new AbortController().signal,
    clockKept() {
      events.push('kept');
      return Promise.resolve();
    },
    version: '1.2.3',
  });
  const handle = (method: string, target: string, body?: unknown): Promise<HttpResponse> => {
    const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
    const request: HttpRequest = {
      method,
      target,
      headers: {},
      body: new TextEncoder().encode(text),
      secure: true,
    };
    const refusal: HttpResponse = { httpStatus: 401, headers: [], body: null };
    return api.handle(request, () => (signedIn ? undefined : refusal));
  };
  const send = async (method: string, target: string, body?: unknown) => {
    const response = await handle(method, target, body);
    const text = new TextDecoder().decode(response.body ?? new Uint8Array());
    const json = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
    return { httpStatus: response.httpStatus, json };
  };
  return { send, handle, events, looks };
}
