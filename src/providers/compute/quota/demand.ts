import type { JsonObject } from '../../../base/index.ts';
import {
  batchSize,
  type Command,
  composition,
  isAtRest,
  type ModelFacts,
  modelView,
  readModelFacts,
  regularModel,
  regularShare,
  type ScaleSet,
  surges,
  wouldOutdate,
} from '../../../scaleset/index.ts';
import { findVmSize } from '../catalogue/vm-sizes.ts';
import { valueAt } from '../model/json-path.ts';

/** How much of each quota something takes: `{ cores: 4, standardDSv5Family: 4, virtualMachines: 2 }`. */
export type Demand = Readonly<Record<string, number>>;

export const NO_DEMAND: Demand = {};

export function addDemand(a: Demand, b: Demand): Demand {
  return combine(a, b, (x, y) => x + y);
}

/** What is left of `a`; never less than nothing. */
export function subtractDemand(a: Demand, b: Demand): Demand {
  return combine(a, b, (x, y) => Math.max(0, x - y));
}

/** Enough for either. */
export function largerDemand(a: Demand, b: Demand): Demand {
  return combine(a, b, Math.max);
}

function combine(a: Demand, b: Demand, with_: (x: number, y: number) => number): Demand {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return Object.fromEntries(
    [...names]
      .sort()
      .map((name): [string, number] => [name, with_(a[name] ?? 0, b[name] ?? 0)])
      .filter(([, value]) => value !== 0),
  );
}

/**
 * So many machines of one model. Spot machines count against their own quota only; a deallocated one
 * counts like any other. Source: Microsoft Learn, "Check vCPU quotas" and "Azure Spot Virtual Machines".
 */
function machineDemand(model: JsonObject, count: number): Demand {
  if (count === 0) return NO_DEMAND;
  const size = findVmSize(String(valueAt(model, 'sku', 'name') ?? ''));
  // Only a set from before the catalogue can have a size that is not in it.
  const cores = (size?.vCpusAvailable ?? 0) * count;
  const priority = valueAt(model, 'properties', 'virtualMachineProfile', 'priority');
  const isSpot = priority === 'Spot' || priority === 'Low' || priority === 'SpotPlus';
  const machines = { virtualMachines: count };
  if (size === undefined) return machines;
  if (isSpot) return { ...machines, lowPriorityCores: cores };
  return { ...machines, cores, [size.family]: cores };
}

/** So many machines of a set's model, some of which are of regular priority where there is a mix. */
function modelDemand(model: JsonObject, count: number): Demand {
  const regular = regularShare(model, count);
  if (regular === null) return machineDemand(model, count);
  return addDemand(
    machineDemand(model, count - regular),
    machineDemand(regularModel(model), regular),
  );
}

/** So many machines more: any of them can be of either priority, as the mix will have it. */
function growthDemand(set: ScaleSet, model: JsonObject, growth: number): Demand {
  if (regularShare(model, growth) === null) return machineDemand(model, growth);
  const present = setDemand(set);
  const total = modelDemand(model, activeCount(set) + growth);
  return subtractDemand(largerDemand(present, total), present);
}

/** What a set takes now, with the machines that it is still deleting. */
export function setDemand(set: ScaleSet): Demand {
  return composition(set).reduce<Demand>(
    (sum, { model, count }) => addDemand(sum, machineDemand(model, count)),
    { virtualMachineScaleSets: 1 },
  );
}

/** What a command means for quotas. */
export type DemandChange =
  /** Nothing. */
  | { readonly kind: 'none' }
  /** It takes less, once it is done. */
  | { readonly kind: 'release' }
  /** It takes up to so much from here on, and perhaps less once it is done. */
  | {
      readonly kind: 'charge';
      readonly demand: Demand;
      /** Whether something else is still going on that may need what is charged already. */
      readonly onTop: boolean;
      readonly settlesLower: boolean;
    };

/** Looks at the command and at counts, never at a machine. */
export function demandChange(set: ScaleSet | undefined, command: Command): DemandChange {
  switch (command.kind) {
    case 'create': {
      const capacity = capacityOf(command.model);
      const demand = addDemand(
        { virtualMachineScaleSets: 1 },
        modelDemand(command.model, capacity),
      );
      return { kind: 'charge', demand, onTop: false, settlesLower: false };
    }
    case 'put':
    case 'patch':
      if (set === undefined) return { kind: 'none' };
      return withSurge(
        set,
        modelChange(set, command.model),
        surgeDemand(set, command, command.model),
      );
    case 'addInstance':
      return set === undefined ? { kind: 'none' } : addition(set, command.model);
    case 'act':
      return set !== undefined && command.action === 'updateInstances'
        ? upgrade(set, command.instances === 'all' ? activeCount(set) : command.instances.length)
        : { kind: 'none' };
    case 'startRollingUpgrade':
      if (set === undefined) return { kind: 'none' };
      return withSurge(
        set,
        upgrade(set, activeCount(set)),
        surgeDemand(set, command, modelView(set).model),
      );
    case 'deleteInstances':
    case 'deleteSet':
    // With the policy Delete, the machine goes.
    case 'simulateEviction':
      return { kind: 'release' };
    case 'strike':
      return { kind: command.strike.kind === 'evict' ? 'release' : 'none' };
    case 'updateInstance':
    case 'runCommand':
    case 'putRunCommand':
    case 'deleteRunCommand':
    case 'putVmExtension':
    case 'deleteVmExtension':
    case 'approveEvents':
    case 'setOrchestrationServiceState':
    case 'migrateZone':
    case 'cancelRollingUpgrade':
    case 'approveRollingUpgrade':
    case 'updateHookEvent':
    case 'setHealth':
    case 'setLifecycle':
    case 'armFaults':
    case 'recoverZone':
      return { kind: 'none' };
  }
}

function addition(set: ScaleSet, model: JsonObject): DemandChange {
  const isBusy = !isAtRest(set);
  const demand = addDemand(setDemand(set), machineDemand(model, 1));
  return { kind: 'charge', demand, onTop: isBusy, settlesLower: isBusy };
}

function modelChange(set: ScaleSet, model: JsonObject): DemandChange {
  // A Flexible set without a profile has no `sku`, and keeps the machines that were put into it.
  const growth = 'sku' in model ? capacityOf(model) - activeCount(set) : 0;
  const isAutomatic = valueAt(model, 'properties', 'upgradePolicy', 'mode') !== 'Manual';
  // An upgrade that is under way brings its machines to the model that is the latest at its end.
  const resizes = (isAutomatic || !isAtRest(set)) && hasOtherSize(set, model);
  if (growth <= 0 && !resizes) return growth === 0 ? { kind: 'none' } : { kind: 'release' };
  const present = setDemand(set);
  const grown = addDemand(present, growthDemand(set, model, Math.max(0, growth)));
  const target = addDemand({ virtualMachineScaleSets: 1 }, modelDemand(model, capacityOf(model)));
  return {
    kind: 'charge',
    demand: resizes ? largerDemand(grown, target) : grown,
    onTop: !isAtRest(set),
    settlesLower: resizes || !isAtRest(set),
  };
}

/** Machines of an older size take the size of the latest model. */
function upgrade(set: ScaleSet, count: number): DemandChange {
  const { model } = modelView(set);
  if (!hasOtherSize(set, model)) return { kind: 'none' };
  const present = setDemand(set);
  const others = activeCount(set) - count;
  const kept = others > 0 ? present : NO_DEMAND;
  const demand = largerDemand(
    present,
    addDemand(subtractDemand(kept, { virtualMachines: count }), machineDemand(model, count)),
  );
  return { kind: 'charge', demand, onTop: !isAtRest(set), settlesLower: true };
}

/**
 * What the new machines of a batch take beside those whose places they take ("These newly created VMs
 * count towards your overall core quota", Azure, "Rolling upgrades with MaxSurge").
 */
function surgeDemand(set: ScaleSet, command: Command, model: JsonObject): Demand {
  const facts = readModelFacts(model);
  if (!surgesWith(set, command, facts)) return NO_DEMAND;
  return machineDemand(model, batchSize(facts.rollingUpgrade, facts.capacity));
}

/** Whether a command begins an upgrade that makes new machines. */
export function mayUpdateInPlace(set: ScaleSet, command: Command): boolean {
  const isModel = command.kind === 'put' || command.kind === 'patch';
  if (!isModel && command.kind !== 'startRollingUpgrade') return false;
  return surgesWith(set, command, isModel ? readModelFacts(command.model) : modelView(set).facts);
}

function surgesWith(set: ScaleSet, command: Command, facts: ModelFacts): boolean {
  if (!surges(facts)) return false;
  if (command.kind === 'startRollingUpgrade') return command.inPlace !== true;
  if (command.kind !== 'put' && command.kind !== 'patch') return false;
  const rolls = facts.upgradeMode === 'Rolling' && wouldOutdate(set, command.model);
  return rolls && command.inPlace !== true;
}

function withSurge(set: ScaleSet, change: DemandChange, surge: Demand): DemandChange {
  if (Object.keys(surge).length === 0) return change;
  const demand = change.kind === 'charge' ? change.demand : setDemand(set);
  return {
    kind: 'charge',
    demand: addDemand(demand, surge),
    onTop: !isAtRest(set),
    settlesLower: true,
  };
}

/** Whether machines of the set have another size or priority than a model says. */
function hasOtherSize(set: ScaleSet, model: JsonObject): boolean {
  const wanted = new Set(
    [model, regularModel(model)].map((one) => JSON.stringify(machineDemand(one, 1))),
  );
  const isMixed = regularShare(model, 0) !== null;
  const size = JSON.stringify(machineDemand(model, 1));
  return composition(set).some(({ model: present }) => {
    const had = JSON.stringify(machineDemand(present, 1));
    return isMixed ? !wanted.has(had) : had !== size;
  });
}

function activeCount(set: ScaleSet): number {
  return modelView(set).facts.capacity;
}

function capacityOf(model: JsonObject): number {
  return Number(valueAt(model, 'sku', 'capacity') ?? 0);
}
