import {
  formatCompactUtc,
  formatHttpDate,
  type Instant,
  MICROS_PER_SECOND,
} from '../base/index.ts';
import type { Allowance } from './throttling/allowance.ts';
import type { Quota } from './throttling/throttle.ts';

/** The two forms of the present that every answer carries; they change once a second. */
export class TimeTexts {
  #second = Number.NaN;
  #httpDate = '';
  #compactUtc = '';

  httpDate(now: Instant): string {
    this.#refresh(now);
    return this.#httpDate;
  }

  compactUtc(now: Instant): string {
    this.#refresh(now);
    return this.#compactUtc;
  }

  #refresh(now: Instant): void {
    const second = Math.floor(now / MICROS_PER_SECOND);
    if (second === this.#second) return;
    this.#second = second;
    this.#httpDate = formatHttpDate(now);
    this.#compactUtc = formatCompactUtc(now);
  }
}

export interface HeaderFacts {
  readonly now: Instant;
  /** Whether the answer has a body, so that it has a type. */
  readonly hasBody: boolean;
  /** The answer's own headers. */
  readonly own: readonly string[];
  readonly requestId: string;
  readonly correlationId: string;
  /** `WESTEUROPE`: where the front door that answers stands. */
  readonly region: string;
  /** What the request counts in; undefined when it never came so far. */
  readonly quota: Quota | undefined;
  /** Whether the provider's groups are told too. */
  readonly byProvider: boolean;
  /** The front door refused; the provider was not asked. */
  readonly failedAtGateway: boolean;
  readonly echoedClientRequestId: string | undefined;
}

/**
 * The headers of an answer, flat, in the casing and about the order of recorded raw answers.
 * Source: shared/azure/lro.md, "Headers on plain GETs" and "Raw 2019 first answer".
 */
export function writeHeaders(facts: HeaderFacts, texts: TimeTexts): string[] {
  const { now, own } = facts;
  const headers = ['Cache-Control', 'no-cache', 'Pragma', 'no-cache'];
  if (facts.hasBody) headers.push('Content-Type', 'application/json; charset=utf-8');
  headers.push('Expires', '-1');
  for (const text of own) headers.push(text);
  if (facts.failedAtGateway) headers.push('x-ms-failure-cause', 'gateway');
  const { quota } = facts;
  if (quota !== undefined && facts.byProvider && quota.groups.length > 0) {
    headers.push('x-ms-ratelimit-remaining-resource', groupsText(quota, now));
  }
  headers.push('x-ms-request-id', facts.requestId);
  // Refusals of the front door usually tell no limits. Source: shared/azure/errors.md.
  if (quota !== undefined && !facts.failedAtGateway) {
    const { scope } = quota;
    headers.push(scope.header, String(remaining(quota, scope.own, now)));
    if (scope.globalHeader !== undefined) {
      headers.push(scope.globalHeader, String(remaining(quota, scope.global, now)));
    }
  }
  headers.push(
    'x-ms-correlation-request-id',
    facts.correlationId,
    'x-ms-routing-request-id',
    `${facts.region}:${texts.compactUtc(now)}:${facts.correlationId}`,
  );
  if (facts.echoedClientRequestId !== undefined) {
    headers.push('x-ms-client-request-id', facts.echoedClientRequestId);
  }
  headers.push(
    'Strict-Transport-Security',
    'max-age=31536000; includeSubDomains',
    'X-Content-Type-Options',
    'nosniff',
    'Date',
    texts.httpDate(now),
  );
  return headers;
}

/** `Microsoft.Compute/A;44,Microsoft.Compute/B;14960`: a comma without a blank. */
function groupsText(quota: Quota, now: Instant): string {
  let text = '';
  for (const { name, allowance } of quota.groups) {
    if (text !== '') text += ',';
    text += `${quota.namespace}/${name};${remaining(quota, allowance, now)}`;
  }
  return text;
}

/** Where nothing is refused, what a request counts in is counted when it is told. */
function remaining({ isCounted }: Quota, allowance: Allowance, now: Instant): number {
  if (!isCounted) allowance.take(now);
  return allowance.remaining(now);
}

/** What a client may put into a header of the answer: printable, short, no line breaks. */
export function printableToken(text: string | undefined): string | undefined {
  return text !== undefined && /^[\x21-\x7e]{1,128}$/.test(text) ? text : undefined;
}
