import { AssertionError } from 'node:assert';
import type { JsonObject } from '../base/index.ts';
import type { ClockView, FaultView, RequestsView, ThrottlingView } from '../control/index.ts';
import { errorOf, type Session } from '../server/index.ts';

/** Time, by the same control API that `lazulite clock` uses. */
export interface TestClock {
  read(): Promise<ClockView>;
  /** `90s`, `3m`, `PT3M`. */
  advance(duration: string): Promise<ClockView>;
  /** `2026-01-01T00:03:00Z`. */
  advanceTo(instant: string): Promise<ClockView>;
  runUntilIdle(): Promise<ClockView>;
  setMode(mode: string): Promise<ClockView>;
}

/** What goes wrong on command; docs/guides/faults.md. */
export interface TestFaults {
  /** A rule; its id is answered. */
  add(rule: JsonObject): Promise<string>;
  list(): Promise<readonly FaultView[]>;
  remove(id: string): Promise<void>;
  clear(): Promise<void>;
}

/** The requests that came; docs/guides/request-log.md. */
export interface TestRequests {
  /** By `operation`, `method`, `path`, `resource`, `caller`, `status` and `requestId`. */
  list(match?: Readonly<Record<string, string>>): Promise<RequestsView['requests']>;
  /** Throws an AssertionError that says what was expected and what came. */
  assert(...assertions: readonly JsonObject[]): Promise<void>;
  clear(): Promise<void>;
}

/** Throttling; docs/guides/throttling.md. */
export interface TestThrottling {
  set(settings: { readonly mode?: string; readonly limits?: JsonObject }): Promise<ThrottlingView>;
  read(): Promise<ThrottlingView>;
}

type Ask = <View>(method: string, target: string, body?: unknown) => Promise<View>;

/** Asks the control API; what it refuses is an Error with its reason. */
export function createAsk(session: Session): Ask {
  return async <View>(method: string, target: string, body?: unknown): Promise<View> => {
    const answer = await session.request(method, target, body);
    if (answer.httpStatus < 300) return answer.json as unknown as View;
    throw new Error(errorOf(answer).message);
  };
}

export function clockOf(ask: Ask): TestClock {
  const order = (body: JsonObject): Promise<ClockView> => ask('POST', '/_lazulite/clock', body);
  return {
    read: () => ask('GET', '/_lazulite/clock'),
    advance: (duration) => order({ advanceBy: duration }),
    advanceTo: (instant) => order({ advanceTo: instant }),
    runUntilIdle: () => order({ runUntilIdle: true }),
    setMode: (mode) => order({ mode }),
  };
}

export function faultsOf(ask: Ask): TestFaults {
  const path = '/_lazulite/faults';
  return {
    async add(rule) {
      const { faults } = await ask<{ faults: readonly FaultView[] }>('POST', path, rule);
      return faults[0]?.id ?? '';
    },
    async list() {
      return (await ask<{ faults: readonly FaultView[] }>('GET', path)).faults;
    },
    async remove(id) {
      await ask('DELETE', `${path}/${encodeURIComponent(id)}`);
    },
    async clear() {
      await ask('DELETE', path);
    },
  };
}

export function requestsOf(ask: Ask): TestRequests {
  const path = '/_lazulite/requests';
  return {
    async list(match = {}) {
      const query = new URLSearchParams({ limit: '1000', ...match });
      return (await ask<RequestsView>('GET', `${path}?${query.toString()}`)).requests;
    },
    async assert(...assertions) {
      const { results } = await ask<{
        results: readonly { passed: boolean; reason: string; requests: readonly number[] }[];
      }>('POST', `${path}/assert`, { assertions });
      const failed = results.flatMap(({ passed, reason }, index) =>
        passed ? [] : [`${JSON.stringify(assertions[index])}: ${reason}`],
      );
      if (failed.length === 0) return;
      throw new AssertionError({
        message: `The requests are not as expected.\n${failed.join('\n')}`,
      });
    },
    async clear() {
      await ask('DELETE', path);
    },
  };
}

export function throttlingOf(ask: Ask): TestThrottling {
  const path = '/_lazulite/throttling';
  return {
    set: (settings) => ask('POST', path, settings),
    read: () => ask('GET', path),
  };
}
