import { invariant, type JsonObject } from '../base/index.ts';
import type { Failure } from '../faults/index.ts';
import type { BulkTask } from './bulk.ts';
import { columnArrays, createColumns } from './columns.ts';
import { liveSlots, scheduleAll } from './compact.ts';
import { compileLifecycle } from './compiled-lifecycle.ts';
import { addProfile, createExtensionColumn, emptyScaleSet, timeInstallations } from './create.ts';
import { DueQueue } from './due-queue.ts';
import type { Lifecycle } from './lifecycle.ts';
import { readModelFacts } from './model-facts.ts';
import { countStates } from './recount.ts';
import type { AgendaItem, Operation, Outcome, ScaleSet } from './scale-set.ts';
import type { Genesis } from './types.ts';

/** Says what the bytes are; a state of another version is not read but replayed from its journal. */
const FORMAT = 'lazulite scale set 1';

/** Everything of a state that is not a column. */
interface Header {
  readonly format: string;
  readonly genesis: Genesis;
  readonly createdAt: number;
  readonly now: number;
  readonly commandCount: number;
  readonly etag: number;
  readonly viewVersion: number;
  readonly deleting: boolean;
  readonly gone: boolean;
  readonly model: JsonObject;
  readonly profiles: readonly { readonly version: number; readonly model: JsonObject }[];
  readonly latestProfile: number;
  readonly lifecycle: Lifecycle;
  readonly repairsSuspended: boolean;
  readonly nextInstanceId: number;
  readonly activeCount: number;
  readonly failures: readonly Failure[];
  readonly operations: readonly Operation[];
  readonly firstOperation: number;
  readonly openSetOperations: number;
  readonly createOperation: number;
  readonly modelOperation: number;
  readonly deletionOperation: number;
  readonly outcome: Outcome;
  readonly bulk: readonly BulkTask[];
  readonly agenda: readonly (readonly [number, AgendaItem])[];
  readonly nextAgendaItem: number;
  readonly extensions: readonly string[];
  readonly instances: number;
}

/**
 * The state as bytes: a JSON header, then the columns. Empty slots are left out, so two states that
 * look the same from outside give the same bytes however they came about.
 */
export function encodeSnapshot(set: ScaleSet): Uint8Array {
  const slots = liveSlots(set);
  const header = new TextEncoder().encode(JSON.stringify(headerOf(set, slots)));
  const start = align(4 + header.length);
  const sources = columnsOf(set);
  const size = sources.reduce(
    (sum, column) => sum + align(column.BYTES_PER_ELEMENT * slots.length),
    start,
  );
  const bytes = new Uint8Array(size);
  new DataView(bytes.buffer).setUint32(0, header.length, true);
  bytes.set(header, 4);
  let offset = start;
  for (const column of sources) {
    const Kind = column.constructor as new (
      buffer: ArrayBuffer,
      at: number,
      length: number,
    ) => Column;
    const target = new Kind(bytes.buffer, offset, slots.length);
    copySlots(column, slots, target);
    offset += align(target.byteLength);
  }
  return bytes;
}

/** The state that was encoded. Throws when the bytes are not such a state. */
export function decodeSnapshot(bytes: Uint8Array): ScaleSet {
  // Copied, so that the columns start on a boundary of eight and nobody else holds the memory.
  const buffer = bytes.slice().buffer;
  const length = new DataView(buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length))) as Header;
  if (header.format !== FORMAT) throw new Error(`not a snapshot of this version: ${header.format}`);
  const set = fromHeader(header);
  let offset = align(4 + length);
  const dues = new Float64Array(header.instances);
  for (const column of [...columnsOf(set).slice(0, -1), dues]) {
    const Kind = column.constructor as new (
      buffer: ArrayBuffer,
      at: number,
      length: number,
    ) => Column;
    column.set(new Kind(buffer, offset, header.instances));
    offset += align(column.BYTES_PER_ELEMENT * header.instances);
  }
  scheduleAll(set, dues);
  restoreCounts(set);
  return set;
}

/** Memory that a state holds, in bytes: its columns and about what its journal's texts take. */
export function memoryBytes(set: ScaleSet): number {
  const columns = columnsOf(set).reduce((sum, column) => sum + column.byteLength, 0);
  const queueLinks = 8 * set.columns.capacity;
  return columns + queueLinks + 400 * set.operations.length + 16_384 * set.profiles.size;
}

type Column = Uint8Array | Uint16Array | Uint32Array | Float64Array;

/** Every column, with what is due when at the end. */
function columnsOf(set: ScaleSet): readonly Column[] {
  return [
    ...columnArrays(set.columns),
    ...set.extensions.flatMap(({ state, settledAt }) => [state, settledAt]),
    set.queue.due,
  ];
}

function copySlots(from: Column, slots: Uint32Array, to: Column): void {
  if (slots.length === 0) return;
  if ((slots.at(-1) as number) === slots.length - 1) {
    to.set(from.subarray(0, slots.length));
    return;
  }
  for (let at = 0; at < slots.length; at += 1) to[at] = from[slots[at] as number] as number;
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
    nextInstanceId: set.nextInstanceId,
    activeCount: set.activeCount,
    failures: set.failures,
    operations: set.operations,
    firstOperation: set.firstOperation,
    openSetOperations: set.openSetOperations,
    createOperation: set.createOperation,
    modelOperation: set.modelOperation,
    deletionOperation: set.deletionOperation,
    outcome: set.outcome,
    bulk: set.bulk.map((task) => withoutGaps(task, slots)),
    agenda: [...set.agendaItems].sort(([a], [b]) => a - b),
    nextAgendaItem: set.nextAgendaItem,
    extensions: set.extensions.map(({ name }) => name),
    instances: slots.length,
  };
}

/** Bulk work refers to slots; in a snapshot these are counted without the empty ones. */
function withoutGaps(task: BulkTask, slots: Uint32Array): BulkTask {
  switch (task.kind) {
    case 'spawn':
    case 'list':
      return task;
    case 'shrink':
      return { ...task, slot: countBelow(slots, task.slot + 1) - 1 };
    case 'all':
      return { ...task, slot: countBelow(slots, task.slot), end: countBelow(slots, task.end) };
  }
}

function countBelow(slots: Uint32Array, limit: number): number {
  const at = slots.findIndex((slot) => slot >= limit);
  return at === -1 ? slots.length : at;
}

function fromHeader(header: Header): ScaleSet {
  const set = emptyScaleSet({
    kind: 'create',
    at: header.createdAt,
    operationId: '',
    genesis: header.genesis,
    model: header.model,
  });
  const room = header.bulk.reduce(
    (sum, task) => sum + (task.kind === 'spawn' ? task.remaining : 0),
    0,
  );
  const capacity = Math.max(16, header.instances + room);
  set.columns = createColumns(capacity);
  set.columns.length = header.instances;
  set.queue = new DueQueue(capacity);
  set.extensions = header.extensions.map((name) => createExtensionColumn(name, capacity));
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
  });
  set.operations.forEach(({ id, index }) => set.operationIndexes.set(id, index));
  for (const [number, item] of agenda) {
    set.agendaItems.set(number, item);
    set.agenda.push(item.due, number);
  }
  invariant(instances === set.columns.length, 'a snapshot says how many instances it holds');
  return set;
}

function restoreCounts(set: ScaleSet): void {
  const { columns } = set;
  set.counts = countStates(columns.state, columns.length);
  for (const extension of set.extensions) {
    extension.counts = countStates(extension.state, columns.length);
  }
  for (let slot = 0; slot < columns.length; slot += 1) {
    const profile = set.profiles.get(columns.profile[slot] as number);
    invariant(profile !== undefined, 'a snapshot holds the versions that its instances have');
    profile.instanceCount += 1;
  }
}

function align(size: number): number {
  return Math.ceil(size / 8) * 8;
}
