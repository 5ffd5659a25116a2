import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Store, StoreErrorCode } from '../types.ts';
import { StoreError } from '../types.ts';
import { COMMIT_CASES } from './commit-cases.ts';
import { DOCUMENT_CASES } from './document-cases.ts';
import { DURABILITY_CASES } from './durability-cases.ts';
import { JOURNAL_CASES } from './journal-cases.ts';
import { MODEL_CASES } from './model-cases.ts';
import { SHARING_CASES } from './sharing-cases.ts';
import { SNAPSHOT_CASES } from './snapshot-cases.ts';

export interface StoreContractOptions {
  readonly name: string;
  /** Opens the same place every time; empty the first time. */
  readonly open: () => Promise<Store>;
  /** Cases that this engine cannot keep, by their names. */
  readonly skip: readonly { readonly reason: string; readonly cases: readonly string[] }[];
}

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
  reopen(): Promise<void>;
  /** Opens the place once more while it is open, as another process would; the case closes it. */
  openSecond(): Promise<Store>;
}

const CASES: readonly ContractCase[] = [
  ...DOCUMENT_CASES,
  ...JOURNAL_CASES,
  ...SNAPSHOT_CASES,
  ...COMMIT_CASES,
  ...SHARING_CASES,
  ...MODEL_CASES,
  ...DURABILITY_CASES,
];

/** Everything that the port promises, as tests of one engine. */
export function runStoreContract({ name, open, skip }: StoreContractOptions): void {
  const reasons = new Map(skip.flatMap(({ reason, cases }) => cases.map((each) => [each, reason])));
  describe(`store contract: ${name}`, () => {
    let store: Store | undefined;
    before(async () => {
      store = await open();
    });
    after(() => store?.close());

    test('skips only cases that exist, each for a reason', () => {
      for (const [skipped, reason] of reasons) {
        assert.ok(
          CASES.some((each) => each.name === skipped),
          `no case is named '${skipped}'`,
        );
        assert.notEqual(reason, '');
      }
    });

    CASES.forEach(({ name: caseName, run }, index) => {
      test(caseName, { skip: reasons.get(caseName) ?? false }, () =>
        run({
          get store() {
            assert.ok(store, 'the store was opened');
            return store;
          },
          scope: `s${index}`,
          async reopen() {
            await this.store.close();
            store = await open();
          },
          openSecond: open,
        }),
      );
    });
  });
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
