import { finishLater } from './agenda.ts';
import { addProfile, reserveSlots } from './create.ts';
import { madeUpNumber } from './machine-name.ts';
import { readModelFacts } from './model-facts.ts';
import { openOperation, setCapacity } from './operations.ts';
import { readOwn } from './own.ts';
import type { ScaleSet } from './scale-set.ts';
import { spawnInstance } from './steps.ts';
import type { Command, Refusal } from './types.ts';
import { zoneNumber } from './zones.ts';

type Addition = Extract<Command, { kind: 'addInstance' }>;

/** A machine cannot have the name of another one, nor one that another may get. */
export function checkAddition(set: ScaleSet, { name }: Addition): Refusal | null {
  if (set.facts.orchestrationMode !== 'Flexible') return { reason: 'NotFlexible' };
  const isTaken = set.names.idOf(name) !== undefined || madeUpNumber(set, name) !== undefined;
  return isTaken ? { reason: 'NameTaken' } : null;
}

/** Puts a machine of somebody else's making into the set; its model's version is its number below 0. */
export function applyAddition(set: ScaleSet, command: Addition): void {
  const instanceId = set.nextInstanceId;
  const operation = openOperation(set, command, {
    action: null,
    instanceCount: 1,
    ofSet: false,
  });
  const version = -1 - instanceId;
  const facts = readModelFacts(command.model);
  addProfile(set, version, command.model, facts);
  reserveSlots(set, 1);
  set.names.set(instanceId, command.name);
  set.own.set(instanceId, readOwn(command.own));
  const [zone] = facts.zones;
  const place = zone === undefined ? 0 : zoneNumber(set, zone);
  spawnInstance(set, operation.index, command.at, place, version);
  setCapacity(set, set.activeCount + 1);
  finishLater(set, operation, command.at);
}
