import { formatCompactUtc, type HttpRequest, type HttpResponse } from '../base/index.ts';
import type { Clock, Random } from '../clock/index.ts';
import { printableToken, TimeTexts, writeHeaders } from './headers.ts';
import { writeJson } from './json.ts';
import { replyToError } from './reply.ts';
import type { Quota } from './throttling/throttle.ts';
import type { ArmLog, ArmReply } from './types.ts';

/** By what one request is known. */
export interface Ids {
  readonly requestId: string;
  readonly correlationId: string;
  /** Asked by ourselves. */
  readonly isInternal: boolean;
}

export interface AnswerWriterOptions {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: ArmLog;
  /** Where the front door stands, for the routing id: `WESTEUROPE`. */
  readonly region: string;
}

const NO_HEADERS: readonly string[] = [];

/** Makes answers of replies and of errors: with the ids, limits and headers that every answer has. */
export class AnswerWriter {
  readonly #options: AnswerWriterOptions;
  readonly #texts = new TimeTexts();

  constructor(options: AnswerWriterOptions) {
    this.#options = options;
  }

  /** @param given By who asks inside this process. */
  newIds(request: HttpRequest, given?: string): Ids {
    const { random } = this.#options;
    const requestId = given ?? random.guid();
    const asked = printableToken(request.headers['x-ms-correlation-request-id']);
    const isInternal = given !== undefined;
    return { requestId, correlationId: asked ?? random.guid(), isInternal };
  }

  /** @param quota What the request counts in; undefined when it never came so far. */
  refuse(request: HttpRequest, quota: Quota | undefined, error: unknown, ids: Ids): HttpResponse {
    const { clock, log } = this.#options;
    const { reply, failedAtGateway } = replyToError(error, {
      log,
      diagnostics: {
        timestamp: formatCompactUtc(clock.now()),
        subscriptionId: quota?.subscriptionId ?? '',
        trackingId: ids.correlationId,
        correlationId: ids.correlationId,
      },
    });
    return this.answer(request, quota, reply, ids, failedAtGateway);
  }

  answer(
    request: HttpRequest,
    quota: Quota | undefined,
    reply: ArmReply,
    ids: Ids,
    failedAtGateway = false,
  ): HttpResponse {
    const { clock, region } = this.#options;
    const body = bodyOf(reply);
    const byProvider = reply.speaker === 'provider';
    const headers = writeHeaders(
      {
        now: clock.now(),
        hasBody: body !== null,
        own: reply.headers ?? NO_HEADERS,
        // What the front door answers itself has one id for both. Source: shared/azure/lro.md.
        requestId: reply.requestId ?? (byProvider ? ids.requestId : ids.correlationId),
        correlationId: ids.correlationId,
        region,
        quota,
        byProvider,
        failedAtGateway,
        echoedClientRequestId: echoed(request),
      },
      this.#texts,
    );
    // For HEAD the listener sends the length of the body and not the body, as Azure does.
    return { httpStatus: reply.httpStatus, headers, body };
  }
}

function bodyOf({ body, speaker }: ArmReply): Uint8Array | null {
  if (body === undefined) return null;
  return 'bytes' in body ? body.bytes : writeJson(speaker, body.json);
}

/** Source: shared/azure/lro.md; ARM documentation. */
function echoed(request: HttpRequest): string | undefined {
  if (request.headers['x-ms-return-client-request-id']?.toLowerCase() !== 'true') return undefined;
  return printableToken(request.headers['x-ms-client-request-id']);
}
