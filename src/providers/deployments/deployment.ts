import type { ArmErrorDetail, Caller } from '../../arm/index.ts';
import { foldCase, type Instant, type JsonObject } from '../../base/index.ts';
import type { DeploymentScope } from '../../templates/index.ts';

export type DeploymentMode = 'Incremental' | 'Complete';

/** Azure's own words; the first two are under way. */
export type DeploymentState = 'Accepted' | 'Running' | 'Succeeded' | 'Failed' | 'Canceled';

/**
 * What changes of a deployment while it runs; what was asked for stands beside it (DeploymentInput).
 * Everything is in the store after every step, so whoever finds it there can go on.
 */
export interface Deployment {
  /** In the casing of its creation. */
  readonly id: string;
  readonly name: string;
  readonly scope: DeploymentScope;
  /** At subscription scope, normalized. */
  readonly location?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly mode: DeploymentMode;
  readonly state: DeploymentState;
  /** How often a deployment of this name was begun. */
  readonly generation: number;
  /** The twenty digits of operationStatuses. */
  readonly statusId: string;
  readonly correlationId: string;
  readonly acceptedAt: Instant;
  /** When something last happened to it: `timestamp`. */
  readonly updatedAt: Instant;
  /** When it has to be looked at again; null when it has ended. */
  readonly dueAt: Instant | null;
  /** On whose behalf resources are written. */
  readonly caller: Caller;
  /** Scheme and host that the client spoke to, for what providers answer with. */
  readonly origin: string;
  readonly steps: readonly Step[];
  /** Whether what the template does not have was already looked for (mode Complete). */
  readonly cleanedUp: boolean;
  readonly evaluation?: Evaluation;
  readonly outputs?: JsonObject;
  /** Ids of what was deployed, by nested deployments too; at the end. */
  readonly outputResources?: readonly string[];
  readonly error?: ArmErrorDetail;
}

/**
 * One resource. `waiting`: for those it depends on; `started`: its request has to be sent, or sent
 * again when nobody knows whether it was; `running`: accepted, its end is asked for at `nextPollAt`.
 */
export interface Step {
  readonly kind: 'Create' | 'Delete';
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly apiVersion: string;
  readonly state: 'waiting' | 'started' | 'running' | 'succeeded' | 'failed' | 'canceled';
  readonly startedAt?: Instant;
  readonly endedAt?: Instant;
  /** Path and query of the provider's operation. */
  readonly pollTarget?: string;
  /** `status`: what Azure-AsyncOperation points to; `result`: Location; `resource`: itself. */
  readonly pollKind?: 'status' | 'result' | 'resource';
  readonly nextPollAt?: Instant;
  /** Requests that were answered with "not now". */
  readonly refusals?: number;
  /** `Created`, `OK`, `Conflict`: the name of the HTTP status. */
  readonly statusCode?: string;
  readonly serviceRequestId?: string;
  /** What operations show of a failure: `{error}` or `{status, error}`. */
  readonly failure?: { readonly status?: string; readonly error: ArmErrorDetail };
}

/** The last of a deployment's operations. */
export interface Evaluation {
  readonly startedAt: Instant;
  readonly endedAt: Instant;
  readonly failure?: ArmErrorDetail;
}

/** What a deployment was asked for. Written once, and once more at its end, without the secrets. */
export interface DeploymentInput {
  /** What answers show: templateHash, parameters, providers, dependencies. */
  readonly shown: JsonObject;
  /** Template and parameters, encrypted: both may have secrets in them. */
  readonly sealed: string;
}

/** What `sealed` holds. */
export interface DeploymentRequest {
  readonly template: JsonObject;
  readonly parameters: JsonObject;
  /** What `resourceGroup()` answered when it was accepted. */
  readonly group?: JsonObject;
}

export function isRunning({ state }: Pick<Deployment, 'state'>): boolean {
  return state === 'Accepted' || state === 'Running';
}

/** The id of a scope: `/subscriptions/{s}` or `/subscriptions/{s}/resourceGroups/{g}`. */
function scopeId(scope: DeploymentScope): string {
  const subscription = `/subscriptions/${scope.subscriptionId}`;
  return scope.kind === 'subscription'
    ? subscription
    : `${subscription}/resourceGroups/${scope.resourceGroupName}`;
}

export function deploymentId(scope: DeploymentScope, name: string): string {
  return `${scopeId(scope)}/providers/Microsoft.Resources/deployments/${name}`;
}

/** Where documents of a deployment are kept. */
export function deploymentKey(scope: DeploymentScope, name: string): string {
  return foldCase(deploymentId(scope, name));
}
