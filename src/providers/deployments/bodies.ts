import type { ArmErrorDetail } from '../../arm/index.ts';
import {
  formatInstant,
  guidFromText,
  type Instant,
  type JsonObject,
  type Micros,
  MICROS_PER_SECOND,
} from '../../base/index.ts';
import { murmurName } from './derived-names.ts';
import { type Deployment, isRunning, type Step } from './deployment.ts';

/**
 * A deployment on the wire. Key order and forms: azure-cli, recordings of
 * test_resource_group_level_what_if.yaml and test_subscription_level_deployment.yaml.
 */
export function deploymentBody(deployment: Deployment, shown: JsonObject): JsonObject {
  const { id, name, location, tags, outputs, error } = deployment;
  const { templateHash, parameters, providers, dependencies } = shown;
  return body({
    id,
    name,
    type: 'Microsoft.Resources/deployments',
    location,
    tags,
    properties: body({
      templateHash,
      parameters,
      mode: deployment.mode,
      provisioningState: deployment.state,
      timestamp: timestamp(deployment.updatedAt),
      duration: isoDuration(deployment.updatedAt - deployment.acceptedAt),
      correlationId: deployment.correlationId,
      providers,
      dependencies,
      outputs,
      outputResources: isRunning(deployment)
        ? undefined
        : deployment.outputResources?.map((resource) => ({ id: resource })),
      error: error && errorLine(error),
    }),
  });
}

/** The operations of a deployment, those of resources in the order of the template, outputs last. */
export function operationBodies(deployment: Deployment): JsonObject[] {
  const steps = deployment.steps.filter(({ startedAt }) => startedAt !== undefined);
  const bodies = steps.map((step) => stepBody(deployment, step));
  const { evaluation } = deployment;
  if (evaluation === undefined) return bodies;
  const { startedAt, endedAt, failure } = evaluation;
  bodies.push(
    operationBody(deployment, deployment.statusId, {
      provisioningOperation: 'EvaluateDeploymentOutput',
      provisioningState: failure === undefined ? 'Succeeded' : 'Failed',
      timestamp: timestamp(endedAt),
      duration: isoDuration(endedAt - startedAt),
      trackingId: guidFromText(`${deployment.correlationId}/${deployment.statusId}`),
      statusCode: failure === undefined ? 'OK' : 'BadRequest',
      statusMessage: failure === undefined ? null : { error: errorLine(failure) },
    }),
  );
  return bodies;
}

/** Source: azure-cli, recording of test_group_deployment.yaml. */
function stepBody(deployment: Deployment, step: Step): JsonObject {
  const { startedAt = 0, endedAt, failure } = step;
  const operationId = murmurName(`${deployment.statusId}/${step.kind}/${step.id.toLowerCase()}`);
  return operationBody(
    deployment,
    operationId,
    body({
      provisioningOperation: step.kind,
      provisioningState: STATES[step.state],
      timestamp: timestamp(endedAt ?? startedAt),
      duration: isoDuration((endedAt ?? deployment.updatedAt) - startedAt),
      trackingId: guidFromText(`${deployment.correlationId}/${operationId}`),
      serviceRequestId: step.serviceRequestId,
      statusCode: step.statusCode,
      statusMessage: failure && body({ status: failure.status, error: errorLine(failure.error) }),
      targetResource: { id: step.id, resourceType: step.type, resourceName: step.name },
    }),
  );
}

const STATES = {
  waiting: 'Running',
  started: 'Running',
  running: 'Running',
  succeeded: 'Succeeded',
  failed: 'Failed',
  canceled: 'Canceled',
} as const;

function operationBody(
  { id }: Deployment,
  operationId: string,
  properties: JsonObject,
): JsonObject {
  return { id: `${id}/operations/${operationId}`, operationId, properties };
}

/** Code, target, message, details: as the front door writes errors of deployments. */
export function errorLine(error: ArmErrorDetail): JsonObject {
  const { code, target, message, details, additionalInfo } = error;
  return body({
    code,
    target,
    message,
    details: details?.map(errorLine),
    additionalInfo,
  });
}

/** `2020-07-06T22:17:51.237703Z`: deployments print times with a Z. */
function timestamp(instant: Instant): string {
  return formatInstant(instant).replace('+00:00', 'Z');
}

/** `PT1H5M13.4637209S`, as .NET writes a length of time. */
function isoDuration(micros: Micros): string {
  const seconds = Math.floor(micros / MICROS_PER_SECOND);
  const days = Math.floor(seconds / 86_400);
  const hours = Math.floor(seconds / 3_600) % 24;
  const minutes = Math.floor(seconds / 60) % 60;
  const fraction = String(micros % MICROS_PER_SECOND)
    .padStart(6, '0')
    .replace(/0+$/, '');
  const rest = `${seconds % 60}${fraction === '' ? '' : `.${fraction}`}`;
  const date = days === 0 ? '' : `${days}D`;
  const time =
    (hours === 0 ? '' : `${hours}H`) +
    (minutes === 0 ? '' : `${minutes}M`) +
    (rest === '0' ? '' : `${rest}S`);
  if (date === '' && time === '') return 'PT0S';
  return `P${date}${time === '' ? '' : `T${time}`}`;
}

/** Without the members that are undefined. */
function body(members: Readonly<Record<string, unknown>>): JsonObject {
  return Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== undefined),
  ) as JsonObject;
}
