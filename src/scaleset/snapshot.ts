import { invariant, NEVER } from '../base/index.ts';
import { countActivity } from './activity.ts';
import { waitingToSpawn, withoutGaps } from './bulk-slots.ts';
import { DELETING } from './codes.ts';
import { liveSlots } from './compact.ts';
import type { Header } from './snapshot-header.ts';
import { compileLifecycle } from './compiled-lifecycle.ts';
import { addProfile, createExtensionColumn, emptyScaleSet, timeInstallations } from './create.ts';
import { DueQueue } from './due-queue.ts';
import { HEALTH_BYTES, restoreHealth } from './health-column.ts';
import {
  healthFrom,
  healthHeader,
  healthSize,
  readingHealth,
  writeHealth,
} from './health-snapshot.ts';
import { Instances, RECORD_BYTES } from './instances.ts';
import { readModelFacts } from './model-facts.ts';
import { Names } from './names.ts';
import { readOwn } from './own.ts';
import { offerForRepair } from './repair-queue.ts';
import {
  holdVersions,
  listedRolling,
  listedSurge,
  restoredRolling,
  restoredSurge,
} from './snapshot-rolling.ts';
import { isRegularVersion } from './priority-mix.ts';
import { align, bytesOf, pick, sorted, timesIn } from './snapshot-columns.ts';
import type { ScaleSet } from './scale-set.ts';

/** Says what the bytes are; a state of another version is not read but replayed from its journal. */
const FORMAT = 'lazulite scale set 17';

/** Instances that a step of decoding takes on; a millisecond's work for code that runs for the first time. */
const SLOTS_PER_STEP = 256;

/** What the header takes of a set that has been through some operations. */
const HEADER_BYTES_USUAL = 65_536;

/** About how many bytes `encodeSnapshot` will give; more when instances are added until then. */
export function snapshotBytes(set: ScaleSet): number {
  const { length } = set.instances;
  const health = set.health === null ? 0 : HEALTH_BYTES;
  const bytes = RECORD_BYTES + set.extensions.length * 9 + health;
  return HEADER_BYTES_USUAL + length * bytes;
}

/**
 * The state as bytes: a JSON header, then the columns. Empty slots are left out, so two states that
 * look the same from outside give the same bytes however they came about. `allocate` gives the memory
 * for them, at a multiple of 8.
 */
export function encodeSnapshot(
  set: ScaleSet,
  allocate: (size: number) => Uint8Array = (size) => new Uint8Array(size),
): Uint8Array {
  const slots = liveSlots(set);
  const header = new TextEncoder().encode(JSON.stringify(headerOf(set, slots)));
  const count = slots.length;
  const size =
    align(4 + header.length) +
    count * RECORD_BYTES +
    set.extensions.length * (align(count) + count * 8) +
    (set.health === null ? 0 : healthSize(count));
  const bytes = allocate(size);
  new DataView(bytes.buffer, bytes.byteOffset).setUint32(0, header.length, true);
  bytes.set(header, 4);
  let offset = align(4 + header.length);
  set.instances.writeRecords(slots, bytes.subarray(offset));
  offset += count * RECORD_BYTES;
  for (const { state, settledAt } of set.extensions) {
    bytes.set(pick(state, slots), offset);
    offset += align(count);
    bytes.set(bytesOf(pick(settledAt, slots)), offset);
    offset += count * 8;
  }
  if (set.health === null) return bytes;
  writeHealth(set.health, slots, bytes.subarray(offset));
  return bytes;
}

/** A snapshot being decoded, a slice at a time. */
export interface Decoding {
  /** Goes on with some thousand instances; true when all are there. */
  readonly step: () => boolean;
  /** The state; only when `step` has said true. */
  readonly result: () => ScaleSet;
}

/**
 * Begins to make the state that was encoded. Throws, here or in a step, when the bytes are not such
 * a state.
 */
export function decoding(bytes: Uint8Array): Decoding {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length))) as Header;
  if (header.format !== FORMAT) throw new Error(`not a snapshot of this version: ${header.format}`);
  const set = fromHeader(header);
  const count = header.instances;
  let offset = align(4 + length);
  const take = (size: number): Uint8Array => {
    const part = bytes.subarray(offset, offset + size);
    offset += align(size);
    return part;
  };
  const capacity = Math.max(16, count + waitingToSpawn(header.bulk));
  set.instances = Instances.withSlots(count, capacity);
  const records = take(count * RECORD_BYTES);
  const columns = set.extensions.map((extension) => {
    extension.state = new Uint8Array(capacity);
    extension.settledAt = new Float64Array(capacity);
    return { extension, state: take(count), settledAt: take(count * 8) };
  });
  const { health } = set;
  const readHealth = health === null ? null : readingHealth(health, { capacity, count, take });
  set.queue = new DueQueue(set.instances);
  let slot = 0;
  return {
    step: () => {
      const end = Math.min(count, slot + SLOTS_PER_STEP);
      // Copied slice by slice as well: memory that is touched for the first time costs the most.
      set.instances.readRecords(slot, records.subarray(slot * RECORD_BYTES, end * RECORD_BYTES));
      for (const { extension, state, settledAt } of columns) {
        extension.state.set(state.subarray(slot, end), slot);
        extension.settledAt.set(timesIn(settledAt, slot, end), slot);
      }
      readHealth?.(slot, end);
      for (; slot < end; slot += 1) restoreSlot(set, slot);
      return slot === count;
    },
    result: () => {
      invariant(slot === count, 'a snapshot is decoded to its end');
      return set;
    },
  };
}

/** The state that was encoded, at once. Throws when the bytes are not such a state. */
export function decodeSnapshot(bytes: Uint8Array): ScaleSet {
  const { step, result } = decoding(bytes);
  while (!step());
  return result();
}

function headerOf(set: ScaleSet, slots: Uint32Array): Header {
  return {
    format: FORMAT,
    genesis: set.genesis,
    createdAt: set.createdAt,
    now: set.now,
    commandCount: set.commandCount,
    etag: set.etag,
    viewVersion: set.viewVersion,
    deleting: set.deleting,
    gone: set.gone,
    model: set.model,
    profiles: [...set.profiles.values()].map(({ version, model }) => ({ version, model })),
    latestProfile: set.latestProfile,
    lifecycle: set.lifecycle.source,
    repairsSuspended: set.repairsSuspended,
    armed: set.armed,
    faultHits: [...set.faultHits].sort(([a], [b]) => (a < b ? -1 : 1)),
    stuck: sorted(set.stuck),
    down: sorted(set.down),
    nextInstanceId: set.nextInstanceId,
    activeCount: set.activeCount,
    zoneNames: set.zoneNames,
    surplus: set.surplus,
    shedCount: set.shedCount,
    evictionEpoch: set.evictionEpoch,
    modelCount: set.modelCount,
    failures: set.failures,
    operations: set.operations,
    firstOperation: set.firstOperation,
    openSetOperations: set.openSetOperations,
    createOperation: set.createOperation,
    modelOperation: set.modelOperation,
    deletionOperation: set.deletionOperation,
    outcome: set.outcome,
    rolling: set.rolling && listedRolling(set.rolling),
    surge: listedSurge(set.surge),
    rollbacks: sorted(set.rollbacks),
    pastOsUpgrades: set.pastOsUpgrades,
    hookEvents: set.hookEvents,
    hookEventCount: set.hookEventCount,
    names: set.names.entries(),
    own: sorted(set.own).map(([instanceId, { definition }]) => [instanceId, definition] as const),
    runCommands: sorted(set.runCommands),
    vmExtensions: sorted(set.vmExtensions),
    hibernated: [...set.hibernated].sort((a, b) => a - b),
    retries: sorted(set.retries),
    notices: sorted(set.notices),
    nextNotice: set.nextNotice,
    health: set.health && healthHeader(set.health),
    bulk: set.bulk.map((task) => withoutGaps(task, slots)),
    agenda: sorted(set.agendaItems),
    nextAgendaItem: set.nextAgendaItem,
    extensions: set.extensions.map(({ name, suppressed }) => ({
      name,
      suppressed: sorted(suppressed),
    })),
    instances: slots.length,
  };
}

function fromHeader(header: Header): ScaleSet {
  const set = emptyScaleSet({
    kind: 'create',
    at: header.createdAt,
    operationId: '',
    genesis: header.genesis,
    model: header.model,
  });
  set.extensions = header.extensions.map(({ name, suppressed }) => {
    const column = createExtensionColumn(name, 0);
    for (const [instanceId, failure] of suppressed) column.suppressed.set(instanceId, failure);
    return column;
  });
  set.lifecycle = compileLifecycle(header.lifecycle);
  for (const { version, model } of header.profiles) {
    timeInstallations(set, addProfile(set, version, model, readModelFacts(model)));
  }
  const { format: _, genesis: __, createdAt: ___, ...rest } = header;
  const {
    profiles: ____,
    lifecycle: _____,
    extensions: ______,
    instances,
    agenda,
    ...fields
  } = rest;
  Object.assign(set, fields, {
    failures: [...header.failures],
    operations: [...header.operations],
    bulk: [...header.bulk],
    zoneNames: [...header.zoneNames],
    rolling: header.rolling && restoredRolling(header.rolling),
    surge: restoredSurge(header.surge),
    rollbacks: new Map(header.rollbacks),
    faultHits: new Map(header.faultHits),
    stuck: new Map(header.stuck),
    down: new Map(header.down),
    names: new Names(header.names),
    own: new Map(header.own.map(([instanceId, own]) => [instanceId, readOwn(own)])),
    runCommands: new Map(header.runCommands),
    vmExtensions: new Map(header.vmExtensions),
    hibernated: new Set(header.hibernated),
    retries: new Map(header.retries),
    notices: new Map(header.notices),
    health: healthFrom(header.health),
  });
  holdVersions(set);
  set.operations.forEach(({ id, index }) => set.operationIndexes.set(id, index));
  for (const [number, item] of agenda) {
    set.agendaItems.set(number, item);
    set.agenda.push(item.due, number);
  }
  invariant(instances >= 0, 'a snapshot says how many instances it holds');
  return set;
}

/** Counts an instance, and puts what is due for it on the queue. */
function restoreSlot(set: ScaleSet, slot: number): void {
  const { instances } = set;
  const state = instances.state(slot);
  set.counts[state] = (set.counts[state] as number) + 1;
  countActivity(set, slot);
  for (const extension of set.extensions) {
    const extensionState = extension.state[slot] as number;
    extension.counts[extensionState] = (extension.counts[extensionState] as number) + 1;
  }
  const profile = set.profiles.get(instances.profile(slot));
  if (isRegularVersion(instances.profile(slot)) && state !== DELETING) set.regularCount += 1;
  invariant(profile !== undefined, 'a snapshot holds the versions that its instances have');
  profile.instanceCount += 1;
  if (set.health !== null) {
    restoreHealth(set.health, slot, instances.instanceId(slot));
    offerForRepair(set, set.health, slot);
  }
  const due = instances.due(slot);
  if (due === NEVER) return;
  instances.setDue(slot, NEVER);
  set.queue.schedule(slot, due);
}
