import assert from 'node:assert/strict';
import { isJsonObject } from '../../../src/base/index.ts';
import type { Shape } from './az-case.ts';

/** Fails unless the value has all that the shape names; a list has as many members as its shape. */
export function assertShape(value: unknown, shape: Shape, at = '$'): void {
  if (shape instanceof RegExp) {
    assert.ok(
      typeof value === 'string' && shape.test(value),
      `${at}: ${show(value)} is not ${shape}`,
    );
  } else if (Array.isArray(shape)) {
    assert.ok(Array.isArray(value), `${at}: ${show(value)} is no list`);
    assert.equal(value.length, shape.length, `${at} has ${value.length} members: ${show(value)}`);
    for (const [index, member] of shape.entries())
      assertShape(value[index], member, `${at}[${index}]`);
  } else if (typeof shape === 'object' && shape !== null) {
    if (Array.isArray(value) && 'length' in shape) {
      assert.equal(value.length, shape['length'], `${at} has ${value.length} members`);
      return;
    }
    assert.ok(isJsonObject(value), `${at}: ${show(value)} is no object`);
    for (const [name, member] of Object.entries(shape)) {
      assertShape(value[name], member, `${at}.${name}`);
    }
  } else {
    assert.deepEqual(value, shape, `${at}: ${show(value)} is not ${show(shape)}`);
  }
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}…` : text;
}

const SHOWN_MAX = 400;
