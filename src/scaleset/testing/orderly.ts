import assert from 'node:assert/strict';
import { isJsonObject, type JsonObject, MICROS_PER_SECOND } from '../../base/index.ts';
import {
  apply,
  check,
  type Command,
  createScaleSet,
  parseLifecycle,
  type ScaleSet,
  summarize,
} from '../index.ts';
import { advanceFully, type Beginning, createCommand, START } from './histories.ts';

export const SECOND = MICROS_PER_SECOND;
/** Every step takes a whole second and nothing goes wrong. */
export const orderly = parseLifecycle({
  name: 'orderly',
  steps: Object.fromEntries(
    [
      'allocate',
      'boot',
      'provisionOs',
      'installExtension',
      'complete',
      'start',
      'powerOff',
      'restart',
      'deallocate',
      'reimage',
      'update',
      'delete',
      'finish',
      'modify',
      'runCommand',
    ].map((step) => [step, '1s']),
  ),
});

export function born(options: Beginning): ScaleSet {
  const set = createScaleSet(createCommand({ lifecycle: orderly, ...options }));
  advanceFully(set, START);
  return set;
}

let ids = 0;
export function order(set: ScaleSet, wish: object): Command {
  ids += 1;
  const command = { at: set.now, operationId: `operation-${ids}`, ...wish } as Command;
  assert.equal(check(set, command), null);
  apply(set, command);
  advanceFully(set, set.now);
  return command;
}

export function later(set: ScaleSet, seconds: number): void {
  advanceFully(set, set.now + seconds * SECOND);
}

export function scaledTo(set: ScaleSet, capacity: number): JsonObject {
  const { sku } = set.model;
  return { ...set.model, sku: { ...(isJsonObject(sku) ? sku : {}), capacity } };
}

export function machines(set: ScaleSet): Record<string, number> {
  return Object.fromEntries(
    summarize(set).virtualMachine.map(({ state, count }) => [state, count]),
  );
}
