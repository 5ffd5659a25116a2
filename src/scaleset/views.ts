import { guidFromText, type Instant, type JsonObject, MICROS_PER_SECOND } from '../base/index.ts';
import type { Failure } from '../faults/index.ts';
import {
  ALLOCATE,
  BOOT,
  CREATING,
  DEALLOCATED,
  DEALLOCATING,
  DELETING,
  FAILED,
  NONE,
  powerOf,
  PROVISION_OS,
  stateOf,
  SUCCEEDED,
} from './codes.ts';
import { isHibernated } from './hibernation.ts';
import { healthCounts, healthOf } from './health-column.ts';
import { machineName, numberOfMachine } from './machine-name.ts';
import type { RunCommandView, VmExtensionView } from './part-types.ts';
import { operationAt } from './operations.ts';
import { readExtension } from './model-facts.ts';
import { vmExtensionsOf } from './vm-extensions.ts';
import { isLatestVersion } from './priority-mix.ts';
import { resilientDeletion } from './resilience.ts';
import { rollingView } from './rolling-view.ts';
import { runCommandsOf } from './run-commands.ts';
import type { ExtensionColumn, Profile, ScaleSet } from './scale-set.ts';
import { forInstance } from './machine-failure.ts';
import { faultDomain } from './scale-in.ts';
import type { HookEventView } from './hook-types.ts';
import { zoneName } from './zones.ts';
import type {
  Instance,
  InstanceExtension,
  InstancePage,
  OperationView,
  RollingUpgradeView,
  ScaleSetModelView,
  ScaleSetSummary,
  SetStatus,
  StatusCount,
} from './types.ts';

/** Slots that one page of a list may look at, so that a filter never scans a whole fleet at once. */
const SLOTS_PER_PAGE_MAX = 20_000;

/** What the instance view of the set shows. Looks at counters only: the same cost for every size. */
export function summarize(set: ScaleSet): ScaleSetSummary {
  return {
    virtualMachine: statusCounts(set.counts),
    extensions: extensionCounts(set),
    automaticRepairs: automaticRepairs(set),
    health: set.health && healthCounts(set.health.counts),
    status: statusOf(set),
  };
}

/** Plain loops: a fleet that changes is summarized for every request. */
function extensionCounts(set: ScaleSet): ScaleSetSummary['extensions'] {
  const { order } = set.profiles.get(set.latestProfile) as Profile;
  const summaries: { name: string; counts: readonly StatusCount[] }[] = [];
  const add = (index: number): void => {
    const extension = set.extensions[index];
    const counts = extension === undefined ? [] : statusCounts(extension.counts);
    if (extension !== undefined && counts.length > 0)
      summaries.push({ name: extension.name, counts });
  };
  for (const { name } of set.facts.extensions) {
    for (const index of order) {
      if (set.extensions[index]?.name !== name) continue;
      add(index);
      break;
    }
  }
  for (let index = 0; index < set.extensions.length; index += 1) {
    if (!order.includes(index)) add(index);
  }
  return summaries;
}

/** The model and what the service adds to it. */
export function modelView(set: ScaleSet): ScaleSetModelView {
  return {
    genesis: set.genesis,
    createdAt: set.createdAt,
    model: set.model,
    facts: set.facts,
    provisioningState: statusOf(set).state,
    etag: set.etag,
  };
}

/** One instance by its id; undefined when there is none. */
export function findInstance(set: ScaleSet, instanceId: number): Instance | undefined {
  const slot = set.instances.find(instanceId);
  return slot === -1 ? undefined : instanceAt(set, slot);
}

/** The instance id of a machine of a Flexible set by its name, in any case; undefined when there is none. */
export function findInstanceId(set: ScaleSet, name: string): number | undefined {
  const instanceId = numberOfMachine(set, name);
  return instanceId !== undefined && set.instances.find(instanceId) !== -1 ? instanceId : undefined;
}

/** Instances with ids above `after` (-1: from the start), in the order of their ids. */
export function listInstances(
  set: ScaleSet,
  options: { after: number; limit: number; latestModelApplied?: boolean },
): InstancePage {
  const { instances } = set;
  const page: Instance[] = [];
  let slot = instances.lowerBound(options.after + 1);
  const end = Math.min(instances.length, slot + SLOTS_PER_PAGE_MAX);
  let last = options.after;
  for (; slot < end && page.length < options.limit; slot += 1) {
    last = instances.instanceId(slot);
    if (instances.state(slot) === NONE) continue;
    const isLatest = isLatestVersion(set, instances.profile(slot));
    if ((options.latestModelApplied ?? isLatest) === isLatest) page.push(instanceAt(set, slot));
  }
  while (slot < instances.length && instances.state(slot) === NONE) slot += 1;
  return { instances: page, next: slot < instances.length ? last : null };
}

/** The last rolling upgrade; undefined when there never was one. */
export function latestRollingUpgrade(set: ScaleSet): RollingUpgradeView | undefined {
  return set.rolling === null ? undefined : rollingView(set.rolling);
}

/** Upgrades of the operating system, oldest first. */
export function osUpgrades(set: ScaleSet): readonly RollingUpgradeView[] {
  const latest = latestRollingUpgrade(set);
  return latest?.kind === 'os' ? [...set.pastOsUpgrades, latest] : set.pastOsUpgrades;
}

/** Events of lifecycle hooks, oldest first: those that wait, and the last of those that are over. */
export function listHookEvents(set: ScaleSet): readonly HookEventView[] {
  return set.hookEvents;
}

/** The name of a machine by its id, also of one that is no longer there. */
export function instanceName(set: ScaleSet, instanceId: number): string {
  return machineName(set, instanceId);
}

/** What machines have of their own, by instance id; those that have nothing are left out. */
export function listOwn(
  set: ScaleSet,
): readonly (readonly [instanceId: number, own: JsonObject])[] {
  return [...set.own].map(([instanceId, { definition }]) => [instanceId, definition]);
}

/** The extensions that a machine has of its own, in the order in which they came. */
export function listVmExtensions(set: ScaleSet, instanceId: number): readonly VmExtensionView[] {
  return vmExtensionsOf(set, instanceId);
}

/** The run commands of a machine, in the order in which they were made. */
export function listRunCommands(set: ScaleSet, instanceId: number): readonly RunCommandView[] {
  return runCommandsOf(set, instanceId);
}

/** A long-running operation by its id; undefined when the set never had or no longer knows it. */
export function findOperation(set: ScaleSet, operationId: string): OperationView | undefined {
  const operation = operationAt(set, set.operationIndexes.get(operationId) ?? 0);
  if (operation === undefined) return undefined;
  return {
    operationId: operation.id,
    kind: operation.kind,
    action: operation.action,
    output: operation.output,
    startedAt: operation.startedAt,
    endedAt: operation.endedAt,
    state:
      operation.endedAt === null
        ? 'inProgress'
        : operation.failure === null
          ? 'succeeded'
          : 'failed',
    failure: operation.endedAt === null ? null : operation.failure,
    expectedEnd: operation.expectedEnd,
    instanceCount: operation.instanceCount,
  };
}

/** Grows whenever anything that `summarize` shows changes; equal numbers, equal views. */
export function viewVersion(set: ScaleSet): number {
  return set.viewVersion;
}

/** How many commands the state includes: the revision of its journal. */
export function commandCount(set: ScaleSet): number {
  return set.commandCount;
}

/** Whether the deletion of the set has come to its end. */
export function isGone(set: ScaleSet): boolean {
  return set.gone;
}

/** Counts with their states, in the order of the wire, without zeros. */
function statusCounts(counts: Int32Array): StatusCount[] {
  const list: StatusCount[] = [];
  for (let code = CREATING; code <= DELETING; code += 1) {
    const count = counts[code] as number;
    const state = stateOf(code);
    if (count > 0 && state !== null) list.push({ state, count });
  }
  return list;
}

function automaticRepairs(set: ScaleSet): ScaleSetSummary['automaticRepairs'] {
  if (set.facts.repairs === null) return null;
  // Documented: a policy that is there but not enabled.
  if (!set.facts.repairs.enabled) return 'NotRunning';
  return set.repairsSuspended ? 'Suspended' : 'Running';
}

function statusOf(set: ScaleSet): SetStatus {
  if (set.deleting) return { state: 'deleting', settledAt: null, failure: null };
  if (set.openSetOperations > 0) {
    const state = set.createOperation === 0 ? 'updating' : 'creating';
    return { state, settledAt: null, failure: null };
  }
  const { state, at, failure } = set.outcome;
  return { state, settledAt: at, failure };
}

function instanceAt(set: ScaleSet, slot: number): Instance {
  const { instances } = set;
  const profile = set.profiles.get(instances.profile(slot)) as Profile;
  const instanceId = instances.instanceId(slot);
  const failure = failureAt(set, slot);
  return {
    instanceId,
    name: machineName(set, instanceId),
    vmId: guidFromText(`${set.genesis.uniqueId}/${instanceId}`),
    createdAt: instances.createdAt(slot),
    state: stateOf(instances.state(slot)) ?? 'deleting',
    settledAt: settledAt(instances.state(slot), instances.settledAt(slot)),
    failure,
    power: powerOf(instances.power(slot)),
    hibernated: isHibernated(set, slot),
    resilientDeletion: resilientDeletion(set, slot),
    latestModelApplied: isLatestVersion(set, profile.version),
    model: profile.model,
    facts: profile.facts,
    agent: agentAt(set, slot, failure),
    extensions: [...extensionsAt(set, slot, profile, failure), ...ownExtensionsAt(set, instanceId)],
    health: healthAt(set, slot),
    zone: zoneName(set, slot),
    faultDomain: faultDomain(set.facts, instanceId),
    own: set.own.get(instanceId)?.definition ?? null,
  };
}

function healthAt(set: ScaleSet, slot: number): Instance['health'] {
  const { health } = set;
  const state = health === null ? null : healthOf(health.state[slot] as number);
  return health === null || state === null ? null : { state, since: health.since[slot] as number };
}

function extensionsAt(
  set: ScaleSet,
  slot: number,
  profile: Profile,
  failure: Failure | null,
): InstanceExtension[] {
  return profile.facts.extensions.flatMap((facts) => {
    const index = profile.order.find((at) => set.extensions[at]?.name === facts.name);
    const extension = set.extensions[index ?? -1];
    const code = extension?.state[slot] ?? NONE;
    const state = stateOf(code);
    if (extension === undefined || state === null) return [];
    return [
      {
        facts,
        state,
        settledAt: settledAt(code, extension.settledAt[slot] as number),
        failure: code === FAILED ? (suppressedAt(set, extension, slot) ?? failure) : null,
      },
    ];
  });
}

/** An extension that a machine has of its own stands behind those of the model. */
function ownExtensionsAt(set: ScaleSet, instanceId: number): InstanceExtension[] {
  return vmExtensionsOf(set, instanceId).map(({ name, definition, state, settledAt, failure }) => ({
    facts: readExtension({ ...definition, name }),
    state,
    settledAt,
    failure,
  }));
}

/** Why an extension failed whose machine did not. */
function suppressedAt(set: ScaleSet, extension: ExtensionColumn, slot: number): Failure | null {
  const number = extension.suppressed.get(set.instances.instanceId(slot));
  return number === undefined ? null : numberedFailure(set, slot, number);
}

function failureAt(set: ScaleSet, slot: number): Failure | null {
  return numberedFailure(set, slot, set.instances.failure(slot));
}

function numberedFailure(set: ScaleSet, slot: number, number: number): Failure | null {
  const failure = number === 0 ? undefined : set.failures[number - 1];
  return failure === undefined ? null : forInstance(set, slot, failure);
}

/** The guest agent reports once the operating system is up; what is deallocated has none. */
function agentAt(set: ScaleSet, slot: number, failure: Failure | null): Instance['agent'] {
  const { instances } = set;
  const power = instances.power(slot);
  if (power === 0 || power === DEALLOCATED || power === DEALLOCATING) return null;
  const phase = instances.phase(slot);
  const isBooting = phase === ALLOCATE || phase === BOOT || phase === PROVISION_OS;
  const neverCameUp = failure?.code?.startsWith('OSProvisioning') === true;
  const since = Math.max(instances.createdAt(slot), instances.settledAt(slot));
  return {
    state: isBooting || neverCameUp ? 'notReporting' : 'ready',
    at: Math.floor(since / MICROS_PER_SECOND) * MICROS_PER_SECOND,
  };
}

function settledAt(state: number, at: Instant): Instant | null {
  return state === SUCCEEDED || state === FAILED ? at : null;
}
