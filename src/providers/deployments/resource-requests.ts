import { type ArmErrorDetail, statusName } from '../../arm/index.ts';
import { guidFromText, isJsonObject, type JsonObject, type JsonValue } from '../../base/index.ts';
import type { LookupRequest, Resolution, Runtime } from '../../templates/index.ts';
import type { Deployment } from './deployment.ts';
import type { InternalAnswer, InternalRequest, Send } from './send.ts';

/** A resource refused, or could not be found out about; becomes the error of an operation. */
export class ResourceRefusal extends Error {
  override readonly name = 'ResourceRefusal';
  readonly httpStatus: number;
  readonly detail: ArmErrorDetail;

  constructor(httpStatus: number, detail: ArmErrorDetail) {
    super(detail.message);
    this.httpStatus = httpStatus;
    this.detail = detail;
  }
}

type Sender = Pick<Deployment, 'caller' | 'origin' | 'correlationId' | 'statusId'>;

export function isDeploymentType(type: string): boolean {
  return type.toLowerCase() === 'microsoft.resources/deployments';
}

/** Sends a request on behalf of a deployment. */
export function sendFor(
  send: Send,
  deployment: Sender,
  request: Pick<InternalRequest, 'method' | 'target' | 'body'>,
): Promise<InternalAnswer> {
  const { caller, origin, correlationId, statusId } = deployment;
  const requestId = guidFromText(`${statusId} ${request.method} ${request.target}`);
  return send({ ...request, caller, origin, correlationId, requestId });
}

/** Path and query of a URL that a provider has given out. */
export function targetOf(url: string): string {
  return url.replace(/^https?:\/\/[^/]+/i, '');
}

export function withVersion(path: string, apiVersion: string): string {
  return `${path}?api-version=${encodeURIComponent(apiVersion)}`;
}

/** The provider's own error, of an answer that has one. */
export function errorOf({
  httpStatus,
  json,
}: Pick<InternalAnswer, 'httpStatus' | 'json'>): ArmErrorDetail {
  const error = isJsonObject(json) ? json['error'] : undefined;
  return readError(error) ?? { code: statusName(httpStatus), message: `Status ${httpStatus}.` };
}

/** An error as a provider writes it; undefined when it is none. */
export function readError(error: JsonValue | undefined): ArmErrorDetail | undefined {
  if (!isJsonObject(error) || typeof error['code'] !== 'string') return undefined;
  const { code, message, target, details, additionalInfo } = error;
  const lines = Array.isArray(details)
    ? details.flatMap((detail) => readError(detail) ?? [])
    : undefined;
  return {
    code,
    ...(typeof target === 'string' ? { target } : {}),
    message: typeof message === 'string' ? message : '',
    ...(lines === undefined || lines.length === 0 ? {} : { details: lines }),
    ...(Array.isArray(additionalInfo) ? { additionalInfo } : {}),
  };
}

/** A chain of references that each needs another; real templates stay below five. */
const ROUNDS_MAX = 50;

/** Asks running resources until an expression has all that it needs. Throws ResourceRefusal. */
export async function resolveWithLookups<Value>(
  resolve: (runtime: Runtime) => Resolution<Value>,
  send: Send,
  deployment: Sender,
): Promise<Value> {
  const known = new Map<string, JsonValue>();
  const runtime: Runtime = { lookup: (request) => known.get(JSON.stringify(request)) };
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const resolution = resolve(runtime);
    if (resolution.resolved) return resolution.value;
    for (const need of resolution.needs) {
      known.set(JSON.stringify(need), await lookUp(need, send, deployment));
    }
  }
  throw new ResourceRefusal(400, {
    code: 'InvalidTemplate',
    message: `Unable to process template language expressions: more than ${ROUNDS_MAX} rounds of references.`,
  });
}

async function lookUp(need: LookupRequest, send: Send, deployment: Sender): Promise<JsonValue> {
  const answer = await sendFor(
    send,
    deployment,
    need.kind === 'get'
      ? { method: 'GET', target: withVersion(need.id, need.apiVersion) }
      : {
          method: 'POST',
          target: withVersion(`${need.id}/${need.action}`, need.apiVersion),
          ...(need.body === undefined ? {} : { body: need.body }),
        },
  );
  if (answer.httpStatus >= 300) throw new ResourceRefusal(answer.httpStatus, errorOf(answer));
  return answer.json ?? ({} satisfies JsonObject);
}
