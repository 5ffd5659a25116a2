import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makingRoom, opening, type Piecemeal, sealing } from './snapshot-envelope.ts';

const REACHED = { workedTo: 1_790_000_000_000_000, lastAt: 1_789_000_000_000_000, rowHash: 7 };
const MEGABYTE = 1024 * 1024;

function finish<T>({ step, result }: Piecemeal<T>): { readonly steps: number; readonly result: T } {
  let steps = 1;
  while (!step()) steps += 1;
  return { steps, result: result() };
}

/** Seals a state of so many bytes, each of which is 3. */
function seal(size: number, room?: Uint8Array): Uint8Array {
  return finish(sealing(REACHED, (allocate) => allocate(size).fill(3), room)).result;
}

test('snapshot envelope: what was sealed is opened again', () => {
  const opened = finish(opening(seal(3 * MEGABYTE)));
  assert.ok(opened.steps > 4, 'piece by piece');
  assert.deepEqual({ ...opened.result, state: undefined }, { ...REACHED, state: undefined });
  assert.ok(Buffer.alloc(3 * MEGABYTE, 3).equals(opened.result?.state ?? Buffer.alloc(0)));
});

test('snapshot envelope: it lies in the room that was made, when that is large enough', () => {
  const { steps, result: room } = finish(makingRoom(2 * MEGABYTE));
  assert.ok(steps > 3, 'touched piece by piece');
  const inRoom = seal(MEGABYTE, room);
  assert.equal(inRoom.buffer, room.buffer);
  assert.ok(Buffer.from(seal(MEGABYTE)).equals(inRoom));
  const tooLarge = seal(3 * MEGABYTE, room);
  assert.notEqual(tooLarge.buffer, room.buffer);
  assert.ok(Buffer.from(seal(3 * MEGABYTE)).equals(tooLarge));
});

test('snapshot envelope: a small state keeps no more memory than it takes', () => {
  const { steps, result: room } = finish(makingRoom(100_000));
  assert.equal(steps, 1);
  const sealed = seal(500, room);
  assert.equal(sealed.buffer.byteLength, sealed.byteLength);
});

test('snapshot envelope: a damaged one is not opened', () => {
  const sealed = seal(500);
  sealed[300] = 4;
  assert.equal(finish(opening(sealed)).result, undefined);
});
