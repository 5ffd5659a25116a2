import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Store } from '../types.ts';
import { COMMIT_CASES } from './commit-cases.ts';
import type { ContractCase } from './contract-case.ts';
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
