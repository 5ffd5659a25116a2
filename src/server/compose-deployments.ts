import type { Gateway } from '../arm/index.ts';
import { type Instant, type JsonValue, MICROS_PER_MS } from '../base/index.ts';
import { type CancelWake, type Clock, rateOf } from '../clock/index.ts';
import {
  createDeployments,
  createSealer,
  type Deployments,
  DeploymentStore,
  type InternalAnswer,
  type InternalRequest,
  type Send,
  type Services,
} from '../providers/index.ts';
import type { Store } from '../store/index.ts';
import type { Log } from './log.ts';

export interface DeploymentParts extends Pick<Services, 'directory' | 'registry'> {
  readonly store: Store;
  readonly clock: Clock;
  readonly secretKey: Uint8Array;
  readonly log: Log;
  readonly send: Send;
}

/** As of the fleet: what comes due within this time of the machine is done together. */
const BATCH_MS = 20;

/** What goes on with deployments, on the clock and through our own front door. */
export function composeDeployments(parts: DeploymentParts): Deployments {
  const { store, clock, secretKey, log, send, directory, registry } = parts;
  return createDeployments({
    store: new DeploymentStore(store),
    sealer: createSealer(secretKey),
    directory,
    registry,
    send,
    now: () => clock.now(),
    turn: () => clock.turn(),
    wakeAt: batchedWake(clock),
    log: (message, error) => log({ level: 'error', message, error }),
  });
}

/** Wake-ups at a clock, with what comes due soon after done together. */
export function batchedWake(clock: Clock): (at: Instant, callback: () => void) => CancelWake {
  return (at, callback) => {
    const batch = BATCH_MS * MICROS_PER_MS * rateOf(clock.mode);
    return clock.wakeAt(Math.max(at, clock.now() + batch), callback);
  };
}

/** Asks the front door as the client did for whom it is done. */
export async function sendThrough(
  gateway: Gateway,
  request: InternalRequest,
): Promise<InternalAnswer> {
  const { origin, body } = request;
  const { host, protocol } = new URL(origin);
  const text = body === undefined ? '' : JSON.stringify(body);
  const {
    httpStatus,
    headers,
    body: answer,
  } = await gateway.handle(
    {
      method: request.method,
      target: request.target,
      headers: { host, 'x-ms-correlation-request-id': request.correlationId },
      body: Buffer.from(text, 'utf8'),
      secure: protocol === 'https:',
    },
    request.caller,
    request.requestId,
  );
  return {
    httpStatus,
    header(name) {
      const wanted = name.toLowerCase();
      // Name, value, name, value, …
      const at = headers.findIndex(
        (field, index) => index % 2 === 0 && field.toLowerCase() === wanted,
      );
      return at < 0 ? undefined : headers[at + 1];
    },
    json:
      answer === null || answer.byteLength === 0
        ? undefined
        : (JSON.parse(Buffer.from(answer).toString('utf8')) as JsonValue),
  };
}
