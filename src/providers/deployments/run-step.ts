import { type ArmErrorDetail, armErrors, statusName } from '../../arm/index.ts';
import { type Instant, isJsonObject, MICROS_PER_SECOND } from '../../base/index.ts';
import { type ExpandedTemplate, resolveBody, TemplateError } from '../../templates/index.ts';
import type { Services } from '../services.ts';
import type { Deployment, Step } from './deployment.ts';
import { nextPoll } from './poll-times.ts';
import {
  errorOf,
  readError,
  ResourceRefusal,
  resolveWithLookups,
  sendFor,
  targetOf,
  withVersion,
} from './resource-requests.ts';
import type { InternalAnswer, Send } from './send.ts';
import { templateErrorDetail } from './template-errors.ts';

/** What running a deployment needs. */
export interface RunServices extends Pick<Services, 'directory' | 'registry'> {
  readonly send: Send;
  now(): Instant;
  /** A deployment by its id in any case. */
  find(id: string): Promise<Deployment | undefined>;
  /** Whether other processes may send the same requests. */
  readonly shared: boolean;
  /** Lets the event loop do other work. */
  turn(): Promise<void>;
}

/** "Not now" is asked again so often; Resource Manager does so for a limited time too. Inferred. */
const REFUSALS_MAX = 10;
const RETRY_AFTER_SECONDS = 5;

/** Sends the request of a step that has begun; what comes back decides how it goes on. */
export async function sendStep(
  step: Step,
  deployment: Deployment,
  expanded: ExpandedTemplate,
  services: RunServices,
  mayHaveBeenSent: boolean,
): Promise<Step> {
  const { send, now } = services;
  const target = withVersion(step.id, step.apiVersion);
  try {
    // A second request would preempt the work that the first one has begun; it waits for its end, and
    // then changes nothing.
    if (mayHaveBeenSent && (await isUnderWay(step, deployment, send))) {
      return waitAndSend(step, step.refusals ?? 0, now());
    }
    if (step.kind === 'Delete') {
      const answer = await sendFor(send, deployment, { method: 'DELETE', target });
      return afterDelete(step, deployment, answer, now());
    }
    const resource = expanded.resources.find(({ id }) => id === step.id);
    if (resource === undefined) return failed(step, now(), 404, NO_LONGER_THERE);
    const body = await resolveWithLookups(
      (runtime) => resolveBody(expanded, resource, runtime),
      send,
      deployment,
    );
    const answer = await sendFor(send, deployment, { method: 'PUT', target, body });
    return afterPut(step, answer, now());
  } catch (error) {
    if (error instanceof ResourceRefusal) {
      return failed(step, now(), error.httpStatus, error.detail);
    }
    if (error instanceof TemplateError) {
      return failed(step, now(), 400, templateErrorDetail(error));
    }
    throw error;
  }
}

async function isUnderWay(step: Step, deployment: Deployment, send: Send): Promise<boolean> {
  const target = withVersion(step.id, step.apiVersion);
  const { httpStatus, json } = await sendFor(send, deployment, { method: 'GET', target });
  const state = httpStatus < 300 ? provisioningStateOf(json)?.toLowerCase() : undefined;
  return state !== undefined && !TERMINAL.has(state);
}

const TERMINAL: ReadonlySet<string> = new Set(['succeeded', 'ready', 'failed', 'canceled']);

const NO_LONGER_THERE: ArmErrorDetail = {
  code: 'InvalidTemplate',
  message: 'The template does not have this resource.',
};

/** Asks how the operation of a running step is. */
export async function pollStep(
  step: Step,
  deployment: Deployment,
  services: RunServices,
): Promise<Step> {
  const { send, now } = services;
  const target = step.pollTarget;
  if (target === undefined) return { ...step, state: 'started' };
  const answer = await sendFor(send, deployment, { method: 'GET', target });
  const { httpStatus, json } = answer;
  const at = now();
  const again = { ...step, nextPollAt: nextPoll(step.startedAt ?? at, at) };
  if (isNotNow(httpStatus)) return again;
  switch (step.pollKind) {
    case 'result':
      if (httpStatus === 202) return again;
      return httpStatus < 300 ? succeeded(step, at) : failedLater(step, at, errorOf(answer));
    case 'resource':
      if (httpStatus === 404 && step.kind === 'Delete') return succeeded(step, at);
      if (httpStatus >= 300) return failedLater(step, at, errorOf(answer));
      return byState(step, again, provisioningStateOf(json), at, undefined);
    case 'status':
    case undefined:
      break;
  }
  if (httpStatus >= 300) return failedLater(step, at, errorOf(answer));
  const status = isJsonObject(json) ? json['status'] : undefined;
  const error = isJsonObject(json) ? readError(json['error']) : undefined;
  // Another process has sent the same request at the same moment: what has become of the resource counts.
  if (services.shared && error?.code === 'OperationPreempted') {
    return { ...again, pollKind: 'resource', pollTarget: withVersion(step.id, step.apiVersion) };
  }
  return byState(step, again, typeof status === 'string' ? status : undefined, at, error);
}

function afterPut(step: Step, answer: InternalAnswer, at: Instant): Step {
  const { httpStatus, json } = answer;
  if (isNotNow(httpStatus)) return later(step, answer, at);
  if (httpStatus >= 300) return failed(step, at, httpStatus, errorOf(answer));
  const accepted = acceptedStep(step, answer);
  const status = answer.header('azure-asyncoperation');
  const location = answer.header('location');
  const nextPollAt = nextPoll(step.startedAt ?? at, at);
  if (status !== undefined) {
    const pollTarget = targetOf(status);
    return { ...accepted, state: 'running', pollKind: 'status', pollTarget, nextPollAt };
  }
  if (httpStatus === 202 && location !== undefined) {
    const pollTarget = targetOf(location);
    return { ...accepted, state: 'running', pollKind: 'result', pollTarget, nextPollAt };
  }
  const pollTarget = withVersion(step.id, step.apiVersion);
  const again: Step = {
    ...accepted,
    state: 'running',
    pollKind: 'resource',
    pollTarget,
    nextPollAt,
  };
  return byState(accepted, again, provisioningStateOf(json), at, undefined);
}

function afterDelete(
  step: Step,
  deployment: Deployment,
  answer: InternalAnswer,
  at: Instant,
): Step {
  const { httpStatus } = answer;
  if (isNotNow(httpStatus)) return later(step, answer, at);
  if (httpStatus === 404) return { ...succeeded(step, at), statusCode: 'NotFound' };
  if (httpStatus >= 300) {
    // What is still in use may be free once others have gone.
    const othersGo = deployment.steps.some(
      (other) => other !== step && other.kind === 'Delete' && isGoingOn(other),
    );
    const refusals = (step.refusals ?? 0) + 1;
    if (othersGo && refusals <= DELETE_TRIES_MAX) return waitAndSend(step, refusals, at);
    return failed(step, at, httpStatus, errorOf(answer));
  }
  const accepted = acceptedStep(step, answer);
  const status = answer.header('azure-asyncoperation');
  const url = status ?? answer.header('location');
  if (url === undefined) return succeeded(accepted, at);
  return {
    ...accepted,
    state: 'running',
    pollKind: status === undefined ? 'result' : 'status',
    pollTarget: targetOf(url),
    nextPollAt: nextPoll(step.startedAt ?? at, at),
  };
}

/** As long as something else is going; the slowest thing to go is a set, within minutes. */
const DELETE_TRIES_MAX = 1_000;

function isGoingOn({ state }: Step): boolean {
  return state === 'started' || state === 'running';
}

function acceptedStep(step: Step, answer: InternalAnswer): Step {
  const serviceRequestId = answer.header('x-ms-request-id');
  return {
    ...step,
    statusCode: statusName(answer.httpStatus),
    ...(serviceRequestId === undefined ? {} : { serviceRequestId }),
  };
}

function isNotNow(httpStatus: number): boolean {
  return httpStatus === 429 || httpStatus >= 500;
}

/** Too many requests, or a fault: the request is sent again after a while. */
function later(step: Step, answer: InternalAnswer, at: Instant): Step {
  const refusals = (step.refusals ?? 0) + 1;
  if (refusals > REFUSALS_MAX) return failed(step, at, answer.httpStatus, errorOf(answer));
  const seconds = Number(answer.header('retry-after') ?? RETRY_AFTER_SECONDS);
  const wait = Math.max(1, Number.isFinite(seconds) ? seconds : RETRY_AFTER_SECONDS);
  return { ...waitAndSend(step, refusals, at), nextPollAt: at + wait * MICROS_PER_SECOND };
}

/** A running step without anything to poll is sent anew when its time has come. */
function waitAndSend(step: Step, refusals: number, at: Instant): Step {
  const { pollTarget: _target, pollKind: _kind, ...rest } = step;
  return { ...rest, state: 'running', refusals, nextPollAt: nextPoll(step.startedAt ?? at, at) };
}

/** Absent counts as done: not every resource has a provisioning state. */
function byState(
  step: Step,
  again: Step,
  state: string | undefined,
  at: Instant,
  error: ArmErrorDetail | undefined,
): Step {
  switch (state?.toLowerCase()) {
    case undefined:
    case 'succeeded':
    case 'ready':
      return succeeded(step, at);
    case 'failed':
    case 'canceled':
      return failedLater(step, at, error, state);
    default:
      return again;
  }
}

function provisioningStateOf(json: unknown): string | undefined {
  const properties = isJsonObject(json) ? json['properties'] : undefined;
  const state = isJsonObject(properties) ? properties['provisioningState'] : undefined;
  return typeof state === 'string' ? state : undefined;
}

function succeeded(step: Step, at: Instant): Step {
  return withoutPoll({ ...step, state: 'succeeded', endedAt: at });
}

/** The request itself was refused. */
function failed(step: Step, at: Instant, httpStatus: number, error: ArmErrorDetail): Step {
  return withoutPoll({
    ...step,
    state: 'failed',
    endedAt: at,
    statusCode: statusName(httpStatus),
    failure: { error },
  });
}

/** It was accepted and came to nothing. Recorded with the status Conflict (OfficeDev … #135). */
function failedLater(
  step: Step,
  at: Instant,
  reason: ArmErrorDetail | undefined,
  state = 'Failed',
): Step {
  const operation = step.kind === 'Create' ? 'write' : 'delete';
  const error = armErrors.resourceDeploymentFailure(step.id, operation, state, reason);
  return withoutPoll({
    ...step,
    state: 'failed',
    endedAt: at,
    statusCode: 'Conflict',
    failure: { status: state, error },
  });
}

function withoutPoll(step: Step): Step {
  const { pollTarget: _target, pollKind: _kind, nextPollAt: _next, ...rest } = step;
  return rest;
}
