import { isJsonObject, type JsonObject, type JsonValue } from '../../base/index.ts';
import type { SnapshotDifference } from '../../control/index.ts';
import {
  advance,
  apply,
  type Command,
  createScaleSet,
  isGone,
  modelView,
  type ScaleSet,
  type StatusCount,
  summarize,
} from '../../scaleset/index.ts';
import type { DecodedSnapshot } from './format.ts';

/** Transitions between two turns of the event loop: some milliseconds. */
const SLICE = 10_000;

/** What there is at a snapshot, by id, as it is compared. */
export type Described = ReadonlyMap<string, JsonObject>;

/** Reads a snapshot as a list of things: sets are played from their journals to its instant. */
export async function describeSnapshot(
  { header, records }: DecodedSnapshot,
  turn: () => Promise<void>,
): Promise<Described> {
  const found = new Map<string, JsonObject>();
  const journals = new Map<string, Command[]>();
  for (const record of records) {
    if (record.kind === 'row') {
      if (!record.journal.startsWith('/')) continue;
      const commands = journals.get(record.journal) ?? [];
      commands.push(JSON.parse(record.payload) as Command);
      journals.set(record.journal, commands);
      continue;
    }
    if (record.collection !== 'shells' && record.collection !== 'resource-groups') continue;
    const value = JSON.parse(record.value) as JsonValue;
    if (isJsonObject(value)) found.set(record.key, value);
  }
  for (const [journal, commands] of journals) {
    const set = await play(commands, header.takenAt, turn);
    if (set === undefined || isGone(set)) continue;
    const { model, genesis, provisioningState } = modelView(set);
    const { virtualMachine, extensions } = summarize(set);
    found.set(genesis.resourceId.toLowerCase(), {
      provisioningState,
      model,
      machines: counts(virtualMachine),
      extensions: Object.fromEntries(extensions.map(({ name, counts: of }) => [name, counts(of)])),
      journal: journal.slice(journal.lastIndexOf('#') + 1),
    });
  }
  return found;
}

async function play(
  [first, ...rest]: readonly Command[],
  until: number,
  turn: () => Promise<void>,
): Promise<ScaleSet | undefined> {
  if (first === undefined) return undefined;
  const set = createScaleSet(first);
  const moveTo = async (at: number): Promise<void> => {
    while (!advance(set, at, SLICE)) await turn();
  };
  for (const command of rest) {
    await moveTo(command.at);
    apply(set, command);
  }
  await moveTo(Math.max(until, set.now));
  return set;
}

function counts(list: readonly StatusCount[]): JsonObject {
  return Object.fromEntries(list.map(({ state, count }) => [state, count]));
}

type Difference = Omit<SnapshotDifference, 'before' | 'after'>;

/** What has to be done to the one to have the other; nulls stand for nothing. */
export function differenceOf(before: Described, after: Described): Difference {
  const changed = [...after].flatMap(([id, now]) => {
    const then = before.get(id);
    if (then === undefined) return [];
    const changes = [...changesOf(then, now, '')];
    return changes.length === 0 ? [] : [{ id, changes }];
  });
  return {
    added: [...after.keys()].filter((id) => !before.has(id)),
    removed: [...before.keys()].filter((id) => !after.has(id)),
    changed,
  };
}

function* changesOf(
  before: JsonValue | undefined,
  after: JsonValue | undefined,
  path: string,
): Generator<SnapshotDifference['changed'][number]['changes'][number]> {
  if (isJsonObject(before) && isJsonObject(after)) {
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
      yield* changesOf(before[name], after[name], path === '' ? name : `${path}.${name}`);
    }
  } else if (JSON.stringify(before) !== JSON.stringify(after)) {
    yield { path, before: before ?? null, after: after ?? null };
  }
}
