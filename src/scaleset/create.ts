import { invariant, type JsonObject } from '../base/index.ts';
import { INSTALL_EXTENSION, LAST_PHASE, NONE, POWER_COUNT, STATE_COUNT } from './codes.ts';
import { NOTHING_ARMED } from './armed.ts';
import { Instances } from './instances.ts';
import { compileLifecycle, extensionDuration } from './compiled-lifecycle.ts';
import { DueHeap } from './due-heap.ts';
import { DueQueue } from './due-queue.ts';
import { createHealth, growHealth } from './health-column.ts';
import {
  extensionKeys,
  installationOrder,
  instanceModelKey,
  readModelFacts,
} from './model-facts.ts';
import { Names } from './names.ts';
import type { ExtensionColumn, Profile, ScaleSet } from './scale-set.ts';
import { noSurge } from './surge-pairs.ts';
import type { Command, ModelFacts } from './types.ts';

const FIRST_CAPACITY = 16;

/** A set as its first command finds it: no instances yet, nothing applied. */
export function emptyScaleSet(command: Extract<Command, { kind: 'create' }>): ScaleSet {
  const instances = new Instances(FIRST_CAPACITY);
  const set: ScaleSet = {
    genesis: command.genesis,
    createdAt: command.at,
    now: command.at,
    commandCount: 0,
    etag: 0,
    viewVersion: 0,
    deleting: false,
    gone: false,
    model: command.model,
    facts: readModelFacts(command.model),
    profiles: new Map(),
    latestProfile: 0,
    recentProfile: null,
    lifecycle: compileLifecycle(command.genesis.lifecycle),
    armed: command.genesis.armed ?? NOTHING_ARMED,
    faultHits: new Map(),
    stuck: new Map(),
    down: new Map(),
    repairsSuspended: false,
    instances,
    own: new Map(),
    rolling: null,
    surge: noSurge(),
    rollbacks: new Map(),
    pastOsUpgrades: [],
    hookEvents: [],
    hookEventCount: 0,
    names: new Names(),
    runCommands: new Map(),
    vmExtensions: new Map(),
    hibernated: new Set(),
    retries: new Map(),
    notices: new Map(),
    nextNotice: 1,
    extensions: [],
    health: null,
    queue: new DueQueue(instances),
    counts: new Int32Array(STATE_COUNT),
    actionCounts: new Int32Array(LAST_PHASE + 1),
    powerCounts: new Int32Array(POWER_COUNT),
    nextInstanceId: 0,
    activeCount: 0,
    zoneNames: [],
    surplus: null,
    shedCount: 0,
    regularCount: 0,
    evictionEpoch: 0,
    modelCount: 0,
    failures: [],
    operations: [],
    firstOperation: 1,
    operationIndexes: new Map(),
    openSetOperations: 0,
    createOperation: 0,
    modelOperation: 0,
    deletionOperation: 0,
    outcome: { state: 'succeeded', at: command.at, failure: null },
    bulk: [],
    compaction: null,
    observer: null,
    agenda: new DueHeap(),
    agendaItems: new Map(),
    nextAgendaItem: 1,
  };
  return set;
}

/** Whether instances that exist would be outdated by a model. */
export function wouldOutdate(set: ScaleSet, model: JsonObject): boolean {
  return set.activeCount > 0 && !isSameForInstances(set, model);
}

/** Takes over a model; says whether instances that exist are outdated by it. */
export function adoptModel(set: ScaleSet, model: JsonObject): boolean {
  set.model = model;
  const facts = readModelFacts(model);
  // A Flexible set without a profile has no `sku`, and whatever machines were put into it.
  set.facts = 'sku' in model ? facts : { ...facts, capacity: set.activeCount };
  if (isSameForInstances(set, model)) return false;
  const latest = set.profiles.get(set.latestProfile);
  if (latest?.instanceCount === 0 && latest.heldCount === 0) set.profiles.delete(latest.version);
  set.latestProfile += 1;
  const profile = addProfile(set, set.latestProfile, model, set.facts);
  return set.activeCount > 0 && profile.version > 1;
}

function isSameForInstances(set: ScaleSet, model: JsonObject): boolean {
  const latest = set.profiles.get(set.latestProfile);
  return latest !== undefined && instanceModelKey(latest.model) === instanceModelKey(model);
}

/** Lays out a version of the model; its extensions get their columns. */
export function addProfile(
  set: ScaleSet,
  version: number,
  model: JsonObject,
  facts: ModelFacts,
): Profile {
  const ordered = installationOrder(facts.extensions);
  const keys = extensionKeys(model);
  const order: number[] = [];
  for (const { name } of ordered) order.push(extensionIndex(set, name, order));
  const profile: Profile = {
    version,
    model,
    facts,
    order,
    suppressing: ordered.flatMap(({ suppressFailures }, at) => (suppressFailures ? [at] : [])),
    definitions: new Map(ordered.map(({ name }, at) => [order[at] ?? -1, keys.get(name) ?? ''])),
    installationTimes: [],
    instanceCount: 0,
    heldCount: 0,
  };
  set.profiles.set(version, profile);
  if (facts.health !== null) set.health ??= createHealth(set.instances.capacity);
  timeInstallations(set, profile);
  return profile;
}

/** How long the extensions of a version take; anew whenever the life cycle changes. */
export function timeInstallations(set: ScaleSet, profile: Profile): void {
  const fallback = set.lifecycle.durations[INSTALL_EXTENSION];
  profile.installationTimes = installationOrder(profile.facts.extensions).map((extension) =>
    extensionDuration(set.lifecycle, extension, fallback),
  );
}

/** Makes room for so many more instances. */
export function reserveSlots(set: ScaleSet, count: number): void {
  const { instances } = set;
  const needed = instances.length + count;
  if (needed <= instances.capacity) return;
  const capacity = Math.max(needed, Math.min(instances.capacity * 2, instances.capacity + 65_536));
  instances.grow(capacity);
  if (set.health !== null) growHealth(set.health, capacity);
  for (const extension of set.extensions) {
    extension.state = growColumn(extension.state, capacity);
    extension.settledAt = growColumn(extension.settledAt, capacity);
  }
}

export function createExtensionColumn(name: string, capacity: number): ExtensionColumn {
  return {
    name,
    state: new Uint8Array(capacity),
    settledAt: new Float64Array(capacity),
    counts: new Int32Array(STATE_COUNT),
    suppressed: new Map(),
  };
}

/** The column of an extension; `taken` are those that the version being laid out has already. */
function extensionIndex(set: ScaleSet, name: string, taken: readonly number[]): number {
  const known = set.extensions.findIndex((extension) => extension.name === name);
  if (known !== -1) return known;
  const { capacity } = set.instances;
  const free = set.extensions.findIndex(
    (_, index) => !taken.includes(index) && isUnused(set, index),
  );
  const index = free === -1 ? set.extensions.length : free;
  set.extensions[index] = createExtensionColumn(name, capacity);
  return index;
}

function isUnused(set: ScaleSet, index: number): boolean {
  const counts = set.extensions[index]?.counts;
  invariant(counts !== undefined, 'a column that is looked at exists');
  if (counts.some((count, state) => state !== NONE && count > 0)) return false;
  return ![...set.profiles.values()].some(({ order }) => order.includes(index));
}

/** A column like another with room for more. */
function growColumn<T extends Uint8Array | Float64Array>(column: T, capacity: number): T {
  const Grown = column.constructor as new (capacity: number) => T;
  const grown = new Grown(capacity);
  grown.set(column);
  return grown;
}
