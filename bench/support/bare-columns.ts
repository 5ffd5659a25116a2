import { finish, mix } from '../../src/base/index.ts';
import type { Distribution, Lifecycle } from '../../src/scaleset/index.ts';
import { drawDuration } from '../../src/scaleset/lifecycle.ts';

export const [NONE, CREATING, UPDATING, SUCCEEDED] = [0, 1, 2, 3];
export const [STARTING, RUNNING] = [1, 2];

/** The length of a step by the same draw as the product's: seed, instance, operation, step. */
export function drawStep(duration: Distribution | undefined, slot: number, step: number): number {
  return drawDuration(duration, finish(mix(mix(mix(8_677, slot), 1), step)));
}

/**
 * What could not be done with less: a million instances with two extensions are created, settle, are
 * restarted and settle again, with the same states, counters, draws and times as the product's, in a
 * typed array for each field, slot by slot and step by step. Nothing is ordered by time, nothing can
 * fail, and there is no operation, journal, clock or answer. Gives the counters of the machines.
 */
export function runBareColumns(size: number, { steps }: Lifecycle): Int32Array {
  const { allocate, boot, provisionOs, installExtension, complete, restart } = steps;
  const state = new Uint8Array(size);
  const power = new Uint8Array(size);
  const first = new Uint8Array(size);
  const second = new Uint8Array(size);
  const due = new Float64Array(size);
  const settledAt = new Float64Array(size);
  const firstSettledAt = new Float64Array(size);
  const secondSettledAt = new Float64Array(size);
  const counts = new Int32Array(4);
  const firstCounts = new Int32Array(4);
  const secondCounts = new Int32Array(4);
  for (const some of [counts, firstCounts, secondCounts]) some[NONE] = size;
  const move = (column: Uint8Array, counted: Int32Array, slot: number, to: number): void => {
    const from = column[slot] as number;
    counted[from] = (counted[from] as number) - 1;
    counted[to] = (counted[to] as number) + 1;
    column[slot] = to;
  };

  for (let slot = 0; slot < size; slot += 1) {
    move(state, counts, slot, CREATING);
    due[slot] = drawStep(allocate, slot, 1);
  }
  for (let slot = 0; slot < size; slot += 1) {
    power[slot] = STARTING;
    due[slot] = (due[slot] as number) + drawStep(boot, slot, 2);
  }
  for (let slot = 0; slot < size; slot += 1) {
    power[slot] = RUNNING;
    due[slot] = (due[slot] as number) + drawStep(provisionOs, slot, 3);
  }
  for (let slot = 0; slot < size; slot += 1) {
    move(first, firstCounts, slot, CREATING);
    due[slot] = (due[slot] as number) + drawStep(installExtension, slot, 4);
  }
  for (let slot = 0; slot < size; slot += 1) {
    move(first, firstCounts, slot, SUCCEEDED);
    firstSettledAt[slot] = due[slot] as number;
    move(second, secondCounts, slot, CREATING);
    due[slot] = (due[slot] as number) + drawStep(installExtension, slot, 5);
  }
  for (let slot = 0; slot < size; slot += 1) {
    move(second, secondCounts, slot, SUCCEEDED);
    secondSettledAt[slot] = due[slot] as number;
    due[slot] = (due[slot] as number) + drawStep(complete, slot, 6);
  }
  for (let slot = 0; slot < size; slot += 1) {
    move(state, counts, slot, SUCCEEDED);
    settledAt[slot] = due[slot] as number;
  }
  for (let slot = 0; slot < size; slot += 1) {
    move(state, counts, slot, UPDATING);
    due[slot] = (due[slot] as number) + drawStep(restart, slot, 7);
  }
  for (let slot = 0; slot < size; slot += 1) {
    move(state, counts, slot, SUCCEEDED);
    settledAt[slot] = due[slot] as number;
  }
  return counts;
}
