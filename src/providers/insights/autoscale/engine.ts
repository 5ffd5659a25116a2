import {
  activityKey,
  activityWrite,
  type AutoscaleActivity,
  withCompanions,
} from '../../../arm/index.ts';
import {
  foldCase,
  guidFromText,
  type Instant,
  isJsonObject,
  type JsonValue,
  MICROS_PER_SECOND,
  NEVER,
} from '../../../base/index.ts';
import type { Fleet } from '../../../fleet/index.ts';
import { modelView } from '../../../scaleset/index.ts';
import { type Store, StoreError } from '../../../store/index.ts';
import type { InternalAnswer, Send } from '../../deployments/send.ts';
import { type Acting, listActing, readState, stateWrite } from './acting.ts';
import { activeProfile } from './active-profile.ts';
import { evaluate } from './evaluate.ts';
import type { StoredMetrics } from './metrics.ts';
import { type AutoscaleProfile, type AutoscaleSetting, readSetting } from './setting.ts';
import { AUTOSCALE_CALLER } from '../activity-log/event.ts';

/** What acts on autoscale settings, each whole minute of virtual time. */
export interface Autoscale {
  /** When settings are evaluated next; NEVER while there are none. As far as the last `settle` knew. */
  nextDue(): Instant;
  /** Evaluates all settings, when a minute has begun since the last time. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

export interface AutoscaleOptions {
  readonly store: Store;
  readonly fleet: Pick<Fleet, 'find'>;
  readonly metrics: StoredMetrics;
  readonly send: Send;
  readonly tenantId: string;
  now(): Instant;
  wakeAt(at: Instant, callback: () => void): () => void;
  log(message: string, error: unknown): void;
}

/**
 * Azure says 30 to 60 seconds. Whole minutes, so that it does not matter how the clock came there.
 * Source: Microsoft Learn, "Understand autoscale settings", "Autoscale evaluation".
 */
const EVALUATE_EVERY = 60 * MICROS_PER_SECOND;
/** After a refusal of the target. Inferred. */
const RETRY_AFTER = 5 * 60 * MICROS_PER_SECOND;
const COMPUTE_VERSION = '2024-07-01';

export function createAutoscale(options: AutoscaleOptions): Autoscale {
  return new Engine(options);
}

class Engine implements Autoscale {
  readonly #options: AutoscaleOptions;
  #next: Instant;
  #isActing = false;
  #last: Promise<void> = Promise.resolve();
  #cancelWake: () => void = () => {};
  #closed = false;

  constructor(options: AutoscaleOptions) {
    this.#options = options;
    this.#next = nextMinute(options.now());
    this.#planWake();
  }

  nextDue(): Instant {
    return this.#isActing ? this.#next : NEVER;
  }

  settle(): Promise<void> {
    const settled = this.#last.then(() => this.#settle());
    this.#last = settled.catch(() => {});
    return settled;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelWake();
    await this.#last;
  }

  async #settle(): Promise<void> {
    if (this.#closed) return;
    const now = this.#options.now();
    const isDue = this.#isActing && now >= this.#next;
    const settings = await listActing(this.#options.store);
    this.#isActing = settings.length > 0;
    if (now >= this.#next) this.#next = nextMinute(now);
    if (!isDue) return;
    for (const setting of settings) await this.#act(setting, now);
  }

  async #act(acting: Acting, now: Instant): Promise<void> {
    const { store, fleet, metrics } = this.#options;
    const setting: AutoscaleSetting = readSetting(acting.properties);
    const profile = activeProfile(setting.profiles, now);
    if (!setting.enabled || profile === undefined) return;
    const target = await fleet.find(foldCase(setting.targetId));
    if (target === undefined) return;
    const { capacity } = modelView(target).facts;
    const values = new Map<unknown, number | undefined>();
    for (const { trigger } of profile.rules) {
      values.set(trigger, await metrics.observe(trigger, now, capacity));
    }
    const { state, revision } = await readState(store, acting.id);
    if (state.retryAt !== null && now < state.retryAt) return;
    const wanted = evaluate({
      profile,
      now,
      capacity,
      lastScaleAt: state.lastScaleAt,
      observe: (trigger) => values.get(trigger),
    });
    if (wanted === null) return;
    const step = { acting, setting, profile, capacity, wanted, now, revision };
    await this.#scale(step, state.lastScaleAt);
  }

  /**
   * Through our own front door, as a client's PATCH: with the same checks, quotas and refusals. The
   * entry in the activity log and the time of the step are committed with the command.
   */
  async #scale(step: Step, lastScaleAt: Instant | null): Promise<void> {
    const { store, send, tenantId } = this.#options;
    const { acting, setting, wanted, now, revision } = step;
    const requestId = guidFromText(`autoscale/${foldCase(acting.id)}/${now}/${revision}`);
    const key = activityKey(acting.id.split('/')[2] ?? '', now, requestId);
    const entry = (end: Pick<AutoscaleActivity, 'targetOperationId' | 'refusal'>) =>
      activityWrite(key, activityOf(step, requestId, lastScaleAt, end));
    const answer = await withCompanions(
      (end) => [
        stateWrite(acting.id, { lastScaleAt: now, retryAt: null }, revision),
        entry({
          targetOperationId: end?.kind === 'operation' ? end.operationId : null,
          refusal: null,
        }),
      ],
      () =>
        send({
          method: 'PATCH',
          target: `${setting.targetId}?api-version=${COMPUTE_VERSION}`,
          body: { sku: { capacity: wanted } },
          caller: { tenantId, objectId: AUTOSCALE_CALLER, appId: AUTOSCALE_CALLER },
          origin: 'https://management.azure.com',
          correlationId: requestId,
          requestId: guidFromText(requestId),
        }),
    );
    if (answer.httpStatus < 300) return;
    const refused = entry({ targetOperationId: null, refusal: refusalIn(answer) });
    const retry = { lastScaleAt, retryAt: now + RETRY_AFTER };
    try {
      await store.commit([stateWrite(acting.id, retry, revision), refused]);
    } catch (error) {
      // Another process has acted on the setting in this minute; it is done, or told.
      if (!(error instanceof StoreError && error.code === 'conflict')) throw error;
    }
  }

  #planWake(): void {
    if (this.#closed) return;
    this.#cancelWake = this.#options.wakeAt(nextMinute(this.#options.now()), () => {
      this.settle()
        .catch((error: unknown) => this.#options.log('Autoscale could not be evaluated.', error))
        .finally(() => this.#planWake());
    });
  }
}

interface Step {
  readonly acting: Acting;
  readonly setting: AutoscaleSetting;
  readonly profile: AutoscaleProfile;
  readonly capacity: number;
  readonly wanted: number;
  readonly now: Instant;
  /** Of the setting's state, as it was when this was decided. */
  readonly revision: number;
}

function activityOf(
  { acting, setting, profile, capacity, wanted, now }: Step,
  operationId: string,
  lastScaleAt: Instant | null,
  end: Pick<AutoscaleActivity, 'targetOperationId' | 'refusal'>,
): AutoscaleActivity {
  return {
    kind: 'autoscale',
    at: now,
    operationId,
    direction: wanted > capacity ? 'Scaleup' : 'Scaledown',
    settingId: acting.id,
    targetId: setting.targetId,
    oldCount: capacity,
    newCount: wanted,
    profile: profile.source,
    lastScaleAt,
    ...end,
  };
}

function refusalIn({ httpStatus, json }: InternalAnswer): AutoscaleActivity['refusal'] {
  const error: JsonValue | undefined = isJsonObject(json) ? json['error'] : undefined;
  const { code, message } = isJsonObject(error) ? error : {};
  return { code: String(code ?? httpStatus), message: String(message ?? '') };
}

/** The first whole minute after an instant. */
function nextMinute(now: Instant): Instant {
  return (Math.floor(now / EVALUATE_EVERY) + 1) * EVALUATE_EVERY;
}
