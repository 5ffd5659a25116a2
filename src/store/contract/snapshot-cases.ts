import assert from 'node:assert/strict';
import { append, type ContractCase } from './contract-case.ts';

function pattern(length: number, seed: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => (index * 31 + seed) & 0xff);
}

export const SNAPSHOT_CASES: readonly ContractCase[] = [
  {
    name: 'snapshots: the newest is kept, an older or equal one changes nothing',
    async run({ store, scope }) {
      await store.commit([1, 2, 3, 4].map((revision) => append(scope, revision)));
      assert.equal(await store.readSnapshot(scope), undefined);
      for (const revision of [2, 1, 2, 4, 3]) {
        await store.writeSnapshot(scope, { revision, bytes: pattern(100, revision) });
      }
      await store.writeSnapshot(scope, { revision: 4, bytes: pattern(100, 99) });
      assert.deepEqual(await store.readSnapshot(scope), { revision: 4, bytes: pattern(100, 4) });
    },
  },
  {
    name: 'snapshots: one of a revision that the journal does not have is ignored',
    async run({ store, scope }) {
      await store.writeSnapshot(scope, { revision: 1, bytes: pattern(10, 0) });
      await store.commit([append(scope, 1)]);
      await store.writeSnapshot(scope, { revision: 2, bytes: pattern(10, 0) });
      assert.equal(await store.readSnapshot(scope), undefined);
    },
  },
  {
    name: 'snapshots: five megabytes come back byte for byte, aligned, and the reader owns them',
    async run({ store, scope }) {
      const bytes = pattern(5 * 1024 * 1024, 7);
      await store.commit([append(scope, 1)]);
      await store.writeSnapshot(scope, { revision: 1, bytes: bytes.slice() });
      const read = await store.readSnapshot(scope);
      assert.ok(read !== undefined && Buffer.compare(read.bytes, bytes) === 0);
      assert.equal(read.bytes.byteOffset, 0);
      assert.equal(read.bytes.buffer.byteLength, bytes.length);
      read.bytes.fill(0);
      const again = await store.readSnapshot(scope);
      assert.ok(again !== undefined && Buffer.compare(again.bytes, bytes) === 0);
    },
  },
  {
    name: 'snapshots: bytes are given away when they are a whole buffer, and copied when not',
    async run({ store, scope }) {
      await store.commit([append(scope, 1), append(scope, 2), append(scope, 3)]);
      const whole = pattern(64, 1);
      await store.writeSnapshot(scope, { revision: 1, bytes: whole });
      assert.equal(whole.length, 0);
      const part = pattern(64, 2).subarray(8, 16);
      await store.writeSnapshot(scope, { revision: 2, bytes: part });
      assert.deepEqual(part, pattern(64, 2).subarray(8, 16));
      assert.deepEqual(await store.readSnapshot(scope), {
        revision: 2,
        bytes: pattern(64, 2).slice(8, 16),
      });
      await store.writeSnapshot(scope, { revision: 3, bytes: new Uint8Array(0) });
      assert.deepEqual(await store.readSnapshot(scope), { revision: 3, bytes: new Uint8Array(0) });
    },
  },
];
