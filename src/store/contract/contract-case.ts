import assert from 'node:assert/strict';
import { type Store, StoreError, type StoreErrorCode, type Write } from '../types.ts';

export interface ContractCase {
  readonly name: string;
  readonly run: (context: ContractContext) => Promise<void>;
}

export interface ContractContext {
  /** The one open store; another object after `reopen`. */
  readonly store: Store;
  /** Unique to the case: to be part of every collection, journal and tag, as all cases share a store. */
  readonly scope: string;
  /** Closes the store and opens it again. */
  readonly reopen: () => Promise<void>;
  /** Opens the place once more while it is open, as another process would; the case closes it. */
  readonly openSecond: () => Promise<Store>;
}

/** The row of a journal that most cases write. */
export function append(journal: string, revision: number, tag?: string): Write {
  const row = { kind: 'append', journal, revision, payload: `{"row":${revision}}` } as const;
  return tag === undefined ? row : { ...row, tag };
}

/** Asserts that the promise is rejected with a StoreError of this code and a message for people. */
export async function assertStoreError(
  promise: Promise<unknown>,
  code: StoreErrorCode,
): Promise<void> {
  await assert.rejects(promise, (error: unknown) => {
    assert.ok(error instanceof StoreError, `a StoreError, not ${String(error)}`);
    assert.equal(error.code, code);
    assert.match(error.message, /^[A-Z].+\.$/s);
    return true;
  });
}
