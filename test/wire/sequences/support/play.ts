import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../src/base/index.ts';
import type { Client, Poller } from './client.ts';
import { type Exchange, expectStatus, show } from './wire.ts';

/** One call of a client, as data. */
export interface Step {
  /** Where it is written down that the client does this. */
  readonly source: string;
  readonly send: 'GET' | 'HEAD' | 'PUT' | 'PATCH' | 'POST' | 'DELETE';
  /** Path and query. */
  readonly to: string;
  /** As sent; or made of what the client has read by then. */
  readonly body?: JsonObject | ((read: Reader) => JsonObject);
  /** Any other status and the client gives up. */
  readonly accepts: readonly number[];
  /** Present when the client waits for an end. */
  readonly poll?: Poller;
  /** What the client takes from the last answer. */
  readonly takes?: (answer: Exchange) => void;
}

/** The body last read from a path. */
export type Reader = (path: string) => JsonObject;

/** Plays the calls in their order; fails with the call that the client would have choked on. */
export async function play(client: Client, steps: readonly Step[]): Promise<void> {
  const seen = new Map<string, JsonObject>();
  const read: Reader = (path) => {
    const body = seen.get(path);
    assert.ok(body, `${path} was not read`);
    // A copy: what a client changes before it sends it back is not what it has read.
    return structuredClone(body);
  };
  assert.ok(steps.length > 0, 'an empty sequence shows nothing');
  for (const step of steps) {
    assert.match(step.source, /\w+/, 'each step names its source');
    const body = typeof step.body === 'function' ? step.body(read) : step.body;
    const first = await client.send(step.send, step.to, body);
    let last = first;
    try {
      expectStatus(first, ...step.accepts);
      if (step.poll) last = await step.poll(client, first);
      step.takes?.(last);
    } catch (error) {
      throw new Error(`${show(first)}\nThis client does it so: ${step.source}`, { cause: error });
    }
    if (last.httpStatus === 200 || last.httpStatus === 201)
      seen.set(pathOf(last.sent.url), last.json);
  }
}

function pathOf(url: string): string {
  return new URL(url, 'https://localhost').pathname;
}
