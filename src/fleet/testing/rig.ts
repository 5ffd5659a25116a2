import type { JsonObject } from '../../base/index.ts';
import {
  type ClockControl,
  type ClockMode,
  createClock,
  createFakeMachineTime,
  type FakeMachineTime,
} from '../../clock/index.ts';
import {
  advance,
  apply,
  type Command,
  createScaleSet,
  encodeSnapshot,
  parseLifecycle,
  type Refusal,
  type ScaleSet,
  summarize,
} from '../../scaleset/index.ts';
import { createMemoryStore, type Store, type Write } from '../../store/index.ts';
import { createFleet, type FleetOptions } from '../fleet.ts';
import type { ChangeContext, Changed, Fleet, Refused } from '../types.ts';

/** Everything takes a fixed time, so that a test knows what it will see. */
const plain = parseLifecycle({
  name: 'plain',
  steps: {
    allocate: '10s',
    delete: '5s',
    start: '5s',
    deallocate: '5s',
    restart: '5s',
    finish: '1s',
  },
});

/** A fleet and what it stands on, for the tests of this room. */
export interface Rig {
  readonly store: Store;
  readonly source: FakeMachineTime;
  readonly clock: ClockControl;
  readonly fleet: Fleet;
  /** What the fleet has complained about. */
  readonly complaints: string[];
}

export type RigOptions = Partial<Omit<FleetOptions, 'clock' | 'log'>> & {
  readonly mode?: ClockMode;
  readonly source?: FakeMachineTime;
  /** Another fleet on the same clock. */
  readonly clock?: ClockControl;
};

export async function createRig(options: RigOptions = {}): Promise<Rig> {
  const { mode = { kind: 'manual' }, source = createFakeMachineTime(), ...rest } = options;
  const clock = options.clock ?? createClock({ mode, source });
  const store = options.store ?? createMemoryStore();
  const complaints: string[] = [];
  const log = (message: string): void => void complaints.push(message);
  const fleet = await createFleet({ seed: 1, ...rest, store, clock, log });
  return { store, source, clock, fleet, complaints };
}

/** The same store as other processes see it. */
export function sharedStore(store: Store, changes: Partial<Store> = {}): Store {
  return { ...store, shared: true, ...changes };
}

function resourceIdOf(name: string): string {
  return `/subscriptions/s/resourceGroups/G/providers/Microsoft.Compute/virtualMachineScaleSets/${name}`;
}

export function keyOf(name: string): string {
  return resourceIdOf(name).toLowerCase();
}

type Answer = Promise<Changed | Refused<string | Refusal>>;

export function create(fleet: Fleet, name: string, capacity: number, writes: Write[] = []): Answer {
  return fleet.change<string>(keyOf(name), ({ current, now, operationId, uniqueId, seed }) => {
    if (current !== undefined) return { kind: 'refuse', refusal: 'exists' };
    const resourceId = resourceIdOf(name);
    const genesis = { resourceId, name, location: 'westeurope', uniqueId, seed, lifecycle: plain };
    const model = modelOf(capacity);
    const command: Command = { kind: 'create', at: now, operationId, genesis, model };
    return { kind: 'command', command, writes };
  });
}

/** Changes a set that has to be there. */
export function change(
  fleet: Fleet,
  name: string,
  wish: (current: ScaleSet) => CommandBody,
  writes: Write[] = [],
): Answer {
  return fleet.change<string>(keyOf(name), ({ current, now, operationId }: ChangeContext) => {
    if (current === undefined) return { kind: 'refuse', refusal: 'absent' };
    const command = { ...wish(current), at: now, operationId } as Command;
    return { kind: 'command', command, writes };
  });
}

type Body<T> = T extends Command ? Omit<T, 'at' | 'operationId'> : never;
export type CommandBody = Body<Command>;

export function resize(capacity: (before: number) => number): (current: ScaleSet) => CommandBody {
  return (current) => ({ kind: 'put', model: modelOf(capacity(capacityOf(current))) });
}

export function destroy(fleet: Fleet, name: string): Answer {
  return change(fleet, name, () => ({ kind: 'deleteSet' }));
}

export function capacityOf({ model }: ScaleSet): number {
  return Number((model.sku as JsonObject).capacity);
}

export async function countsOf(fleet: Fleet, name: string): Promise<Record<string, number> | null> {
  const scaleSet = await fleet.find(keyOf(name));
  if (scaleSet === undefined) return null;
  const { virtualMachine } = summarize(scaleSet);
  return Object.fromEntries(virtualMachine.map(({ state, count }) => [state, count]));
}

/** What a journal says, computed without any fleet: the state at an instant as bytes. */
export async function replayed(store: Store, journal: string, until: number): Promise<string> {
  const rows = await store.readJournal(journal, { after: 0, limit: 1_000_000 });
  const [first, ...rest] = rows.map(({ payload }) => JSON.parse(payload) as Command);
  const scaleSet = createScaleSet(first as Command);
  for (const command of rest) {
    advanceFully(scaleSet, command.at);
    apply(scaleSet, command);
  }
  return bytesAt(scaleSet, until);
}

/** Moves a set on, which ends its use in a fleet, and gives the state as bytes. */
export function bytesAt(scaleSet: ScaleSet, until: number): string {
  advanceFully(scaleSet, until);
  return Buffer.from(encodeSnapshot(scaleSet)).toString('base64');
}

function advanceFully(scaleSet: ScaleSet, until: number): void {
  while (!advance(scaleSet, until, 1_000_000));
}

function modelOf(capacity: number): JsonObject {
  return {
    sku: { name: 'Standard_D2s_v5', tier: 'Standard', capacity },
    properties: { upgradePolicy: { mode: 'Automatic' }, virtualMachineProfile: {} },
  };
}
