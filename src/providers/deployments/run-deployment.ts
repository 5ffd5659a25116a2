import { armErrors } from '../../arm/index.ts';
import { type Instant, MICROS_PER_SECOND } from '../../base/index.ts';
import { type ExpandedTemplate, resolveOutputs, TemplateError } from '../../templates/index.ts';
import { findSurplus } from './clean-up.ts';
import type { Deployment, Evaluation, Step } from './deployment.ts';
import { isDeploymentType, ResourceRefusal, resolveWithLookups } from './resource-requests.ts';
import { type RunServices, pollStep, sendStep } from './run-step.ts';
import { templateErrorDetail } from './template-errors.ts';

/** What one look at a deployment has come to; `deployment` is to be written before the next look. */
export interface Look {
  readonly deployment: Deployment;
  /** Ended: the secrets can go. */
  readonly ended: boolean;
}

/**
 * So many requests are sent between two commits: more would be sent again after a crash, fewer would
 * write the same document over and over. Of a large deployment, whose document is large, more.
 */
function requestsPerCommit({ steps }: Deployment): number {
  return Math.max(16, Math.ceil(steps.length / 16));
}

/**
 * Does the next thing that is due of a deployment. Level-triggered: it looks at the document as it is,
 * so that doing it twice, or in two processes, is harmless.
 */
export async function lookAt(
  deployment: Deployment,
  expanded: ExpandedTemplate,
  services: RunServices,
  mayHaveBeenSent: (step: Step) => boolean,
): Promise<Look> {
  const now = services.now();
  if (deployment.state === 'Accepted') {
    return goesOn({ ...deployment, state: 'Running', updatedAt: now, dueAt: now });
  }
  const waves = new Waves(deployment, expanded);
  const toSend = waves.started().slice(0, requestsPerCommit(deployment));
  if (toSend.length > 0) {
    const sent = new Map<Step, Step>();
    for (const step of toSend) {
      const again = mayHaveBeenSent(step);
      sent.set(step, await sendStep(step, deployment, expanded, services, again));
      await services.turn();
    }
    return goesOn(changed(deployment, sent, services.now()));
  }
  const toPoll = deployment.steps
    .filter(({ state, nextPollAt = 0 }) => state === 'running' && nextPollAt <= now)
    .slice(0, requestsPerCommit(deployment));
  if (toPoll.length > 0) {
    const polled = new Map<Step, Step>();
    for (const step of toPoll) {
      polled.set(step, await pollStep(step, deployment, services));
      await services.turn();
    }
    return goesOn(changed(deployment, polled, services.now()));
  }
  const ready = waves.ready();
  if (ready.size > 0) return goesOn(changed(deployment, ready, now));
  const dueAt = earliest(deployment.steps.filter(({ state }) => state === 'running'));
  if (dueAt !== null) return goesOn({ ...deployment, dueAt });
  return await finish(deployment, expanded, services);
}

/** Which steps may begin, and which never will. */
class Waves {
  readonly #deployment: Deployment;
  readonly #expanded: ExpandedTemplate;

  constructor(deployment: Deployment, expanded: ExpandedTemplate) {
    this.#deployment = deployment;
    this.#expanded = expanded;
  }

  started(): Step[] {
    return this.#deployment.steps.filter(({ state }) => state === 'started');
  }

  /** Those whose dependencies are done, begun; those whose dependencies have failed, given up. */
  ready(): Map<Step, Step> {
    const { steps, dueAt } = this.#deployment;
    const byId = new Map(steps.map((step) => [step.id.toLowerCase(), step]));
    const needs = new Map(
      this.#expanded.resources.map(({ id, dependsOn }) => [id.toLowerCase(), dependsOn]),
    );
    const next = new Map<Step, Step>();
    for (const step of steps) {
      if (step.state !== 'waiting') continue;
      const before = (step.kind === 'Create' ? (needs.get(step.id.toLowerCase()) ?? []) : [])
        .map((id) => byId.get(id.toLowerCase()))
        .filter((other) => other !== undefined);
      if (before.some(({ state }) => state === 'failed' || state === 'canceled')) {
        next.set(step, { ...step, state: 'canceled' });
      } else if (before.every(({ state }) => state === 'succeeded')) {
        next.set(step, { ...step, state: 'started', startedAt: this.#startOf(before, dueAt) });
      }
    }
    return next;
  }

  /** Nobody starts before the last of those that it waited for has ended. */
  #startOf(before: readonly Step[], dueAt: Instant | null): Instant {
    return Math.max(dueAt ?? 0, ...before.map(({ endedAt = 0 }) => endedAt));
  }
}

async function finish(
  deployment: Deployment,
  expanded: ExpandedTemplate,
  services: RunServices,
): Promise<Look> {
  const now = services.now();
  const failed = deployment.steps.filter(({ state }) => state === 'failed');
  if (failed.length > 0) {
    const details = failed.flatMap(({ failure }) => (failure ? [failure.error] : []));
    return await end(deployment, services, {
      state: 'Failed',
      error: armErrors.deploymentFailed(deployment.id, details),
    });
  }
  if (deployment.mode === 'Complete' && !deployment.cleanedUp) {
    const surplus = await findSurplus(deployment, expanded, services);
    const begun = surplus.map((step): Step => ({ ...step, state: 'started', startedAt: now }));
    const steps = [...deployment.steps, ...begun];
    return goesOn({ ...deployment, steps, cleanedUp: true, updatedAt: now, dueAt: now });
  }
  return await evaluateOutputs(deployment, expanded, services);
}

async function evaluateOutputs(
  deployment: Deployment,
  expanded: ExpandedTemplate,
  services: RunServices,
): Promise<Look> {
  const startedAt = services.now();
  try {
    const outputs = await resolveWithLookups(
      (runtime) => resolveOutputs(expanded, runtime),
      services.send,
      deployment,
    );
    const evaluation = { startedAt, endedAt: services.now() };
    const some = Object.keys(outputs).length > 0;
    return await end(deployment, services, {
      state: 'Succeeded',
      evaluation,
      ...(some ? { outputs } : {}),
    });
  } catch (error) {
    const failure =
      error instanceof TemplateError
        ? templateErrorDetail(error)
        : error instanceof ResourceRefusal
          ? armErrors.deploymentOutputEvaluationFailed([error.detail])
          : undefined;
    if (failure === undefined) throw error;
    const evaluation: Evaluation = { startedAt, endedAt: services.now(), failure };
    return await end(deployment, services, {
      state: 'Failed',
      evaluation,
      error: armErrors.deploymentFailed(deployment.id, [failure]),
    });
  }
}

async function end(
  deployment: Deployment,
  services: RunServices,
  result: Pick<Deployment, 'state'> & Partial<Deployment>,
): Promise<Look> {
  const outputResources: string[] = [];
  for (const { kind, state, type, id } of deployment.steps) {
    if (kind !== 'Create' || state !== 'succeeded') continue;
    const nested = isDeploymentType(type) ? await services.find(id) : undefined;
    outputResources.push(...(nested ? (nested.outputResources ?? []) : [id]));
  }
  return {
    deployment: {
      ...deployment,
      ...result,
      outputResources,
      updatedAt: services.now(),
      dueAt: null,
    },
    ended: true,
  };
}

function goesOn(deployment: Deployment): Look {
  return { deployment, ended: false };
}

/** With some steps in the place of what they were; due again at once. */
function changed(deployment: Deployment, next: ReadonlyMap<Step, Step>, now: Instant): Deployment {
  const steps = deployment.steps.map((step) => next.get(step) ?? step);
  return { ...deployment, steps, updatedAt: now, dueAt: now };
}

function earliest(steps: readonly Step[]): Instant | null {
  const dues = steps.map(
    ({ nextPollAt, startedAt = 0 }) => nextPollAt ?? startedAt + MICROS_PER_SECOND,
  );
  return dues.length === 0 ? null : Math.min(...dues);
}
