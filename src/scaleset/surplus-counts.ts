import { CREATING, DELETING, FAILED } from './codes.ts';
import type { ScaleSet, Surplus } from './scale-set.ts';

/** The lots of a machine: 0 is everybody's. */
export const AWAITED = 1;
const SHED = 2;

/** Tells the surplus, in a set that has one, that a machine changes its state. */
export function countMove(set: ScaleSet, surplus: Surplus, slot: number, state: number): void {
  const { instances } = set;
  if (instances.instanceId(slot) < surplus.from) return;
  const before = instances.state(slot);
  if (before === CREATING) arrive(set, slot);
  if (before === FAILED) surplus.failed -= 1;
  if (state === FAILED) surplus.failed += 1;
}

/** A new machine, whose success is waited for. */
export function awaitMachine(set: ScaleSet, slot: number): void {
  if (set.surplus === null) return;
  set.instances.setLot(slot, AWAITED);
  set.surplus.awaited += 1;
}

/** Whatever came of a machine, nobody waits for it any more. */
export function arrive(set: ScaleSet, slot: number): void {
  if (set.surplus === null || set.instances.lot(slot) !== AWAITED) return;
  if (set.instances.instanceId(slot) < set.surplus.from) return;
  set.instances.setLot(slot, 0);
  set.surplus.awaited -= 1;
}

/** The machine is one too many and on its way out. */
export function countShed(set: ScaleSet, slot: number): void {
  set.instances.setLot(slot, SHED);
  set.shedCount += 1;
}

/** The machine has gone, or stays as its deletion failed. */
export function endShed(set: ScaleSet, slot: number): void {
  if (set.instances.lot(slot) !== SHED) return;
  set.instances.setLot(slot, 0);
  set.shedCount -= 1;
}

/** What the counts must be, by looking at each machine; null for those that a set does not have. */
export function recountSurplus({ surplus, instances }: ScaleSet): {
  readonly awaited: number | null;
  readonly failed: number | null;
  readonly shed: number;
} {
  let [awaited, failed, shed] = [0, 0, 0];
  for (let slot = 0; slot < instances.length; slot += 1) {
    const [state, lot] = [instances.state(slot), instances.lot(slot)];
    if (state === DELETING && lot === SHED) shed += 1;
    if (surplus === null || instances.instanceId(slot) < surplus.from) continue;
    if (state === CREATING && lot === AWAITED) awaited += 1;
    if (state === FAILED) failed += 1;
  }
  return surplus === null ? { awaited: null, failed: null, shed } : { awaited, failed, shed };
}
