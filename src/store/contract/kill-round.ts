import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { hashWords } from '../../base/index.ts';
import { openStore } from '../open-store.ts';
import type { Store } from '../types.ts';

/** Concurrent writers in the process that gets killed, each with a journal of its own. */
export const WRITERS = 8;
export const HEADS = 'kill-heads';
/** How many acknowledgements the process lives to see, at most. */
const ACKNOWLEDGED_MAX = 600;
/** Rows read at once when checking. */
const PAGE_ROWS = 1_000;

/** What the killed process reports; revision 0: it has started. */
export interface Acknowledged {
  readonly journal: string;
  readonly revision: number;
}

export function journalOf(writer: number): string {
  return `kill/${writer}`;
}

export function tagOf(journal: string, revision: number): string {
  return `${journal}#${revision}`;
}

/**
 * Lets another process write to the store and kills it with SIGKILL at a moment drawn from the seed;
 * then opens the store and asserts that all that was acknowledged is there, and nothing is half there.
 * Rounds may follow each other on one store. Answers how many writes were acknowledged in this one.
 */
export async function runKillRound(url: string, seed: number): Promise<number> {
  const acknowledged = await writeUntilKilled(url, hashWords(seed, 1) % ACKNOWLEDGED_MAX);
  const store = await openStore(url);
  try {
    for (let writer = 0; writer < WRITERS; writer++) {
      const journal = journalOf(writer);
      const last = acknowledged.findLast((each) => each.journal === journal)?.revision ?? 0;
      await checkJournal(store, journal, last);
    }
  } finally {
    await store.close();
  }
  return acknowledged.length - 1;
}

async function writeUntilKilled(url: string, killAfter: number): Promise<Acknowledged[]> {
  const writer = fork(fileURLToPath(new URL('./kill-writer.ts', import.meta.url)), [url]);
  const acknowledged: Acknowledged[] = [];
  writer.on('message', (message: Acknowledged) => {
    acknowledged.push(message);
    if (acknowledged.length > killAfter) writer.kill('SIGKILL');
  });
  // What was in the pipe when the process died was acknowledged as well: read it to its end.
  const [[, signal]] = await Promise.all([once(writer, 'exit'), once(writer, 'disconnect')]);
  assert.equal(signal, 'SIGKILL', 'the process died by our hand and not before');
  return acknowledged;
}

async function checkJournal(store: Store, journal: string, acknowledged: number): Promise<void> {
  const [head = 0] = await store.readHeads([journal]);
  assert.ok(
    head >= acknowledged,
    `${journal}: ${acknowledged} was acknowledged, and ${head} is there`,
  );
  for (let after = 0; after < head; after += PAGE_ROWS) {
    const rows = await store.readJournal(journal, { after, limit: PAGE_ROWS });
    assert.equal(rows.length, Math.min(PAGE_ROWS, head - after), `${journal} has no gap`);
    rows.forEach(({ revision, payload }, index) => {
      assert.equal(revision, after + index + 1);
      assert.deepEqual(JSON.parse(payload), { journal, revision });
    });
  }
  if (head === 0) return;
  // The document and the tag were written in the same batch as the row.
  assert.equal((await store.getDocument(HEADS, journal))?.revision, head);
  assert.deepEqual(await store.findTagged(tagOf(journal, head)), { journal, revision: head });
  assert.equal(await store.findTagged(tagOf(journal, head + 1)), undefined);
  const snapshot = await store.readSnapshot(journal);
  if (snapshot === undefined) return;
  assert.ok(snapshot.revision <= head);
  assert.deepEqual(snapshot.bytes, new Uint8Array(50_000).fill(snapshot.revision));
}
