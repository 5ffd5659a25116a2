import { AssertionError } from 'node:assert';
import type { JsonObject } from '../base/index.ts';
import type {
  Assertion,
  ControlClient,
  FaultView,
  RequestMatch,
  RequestsView,
  RuleDocument,
} from '../client/index.ts';

/** What goes wrong on command; docs/guides/faults.md. */
export interface TestFaults {
  /** A rule; its id is answered. */
  add(rule: RuleDocument | JsonObject): Promise<string>;
  list(): Promise<readonly FaultView[]>;
  remove(id: string): Promise<void>;
  clear(): Promise<void>;
}

/** The requests that came; docs/guides/request-log.md. */
export interface TestRequests {
  /** By `operation`, `method`, `path`, `resource`, `caller`, `status` and `requestId`. */
  list(match?: RequestMatch): Promise<RequestsView['requests']>;
  /** Throws an AssertionError that says what was expected and what came. */
  assert(...assertions: readonly (Assertion | JsonObject)[]): Promise<void>;
  clear(): Promise<void>;
}

export function faultsOf({ faults }: ControlClient): TestFaults {
  return {
    ...faults,
    add: async (rule) => (await faults.add(rule)).id,
    async remove(id) {
      await faults.remove(id);
    },
  };
}

export function requestsOf({ requests }: ControlClient): TestRequests {
  return {
    list: async (match) => (await requests.list({ limit: 1_000, ...match })).requests,
    async assert(...assertions) {
      const { results } = await requests.assert(...(assertions as readonly Assertion[]));
      const failed = results.flatMap(({ passed, reason }, index) =>
        passed ? [] : [`${JSON.stringify(assertions[index])}: ${reason}`],
      );
      if (failed.length === 0) return;
      throw new AssertionError({
        message: `The requests are not as expected.\n${failed.join('\n')}`,
      });
    },
    clear: () => requests.clear(),
  };
}
