import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { Lifecycle } from '../../src/scaleset/index.ts';
import {
  CREATING,
  drawStep,
  NONE,
  RUNNING,
  STARTING,
  SUCCEEDED,
  UPDATING,
} from './bare-columns.ts';

/** As many changes as one transaction takes; five times as many, or a fifth, were within a tenth of it. */
const PER_TRANSACTION = 100_000;

const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  PRAGMA cache_size = -262144;
  CREATE TABLE instance (
    id INTEGER PRIMARY KEY, state INTEGER, power INTEGER, first INTEGER, second INTEGER,
    settled_at INTEGER, first_settled_at INTEGER, second_settled_at INTEGER, step INTEGER, due INTEGER
  );
  CREATE INDEX instance_due ON instance (due, id) WHERE due IS NOT NULL;
  CREATE TABLE counter (
    subject INTEGER, state INTEGER, count INTEGER NOT NULL, PRIMARY KEY (subject, state)
  ) WITHOUT ROWID;`;

/** Whose states are counted. */
export const MACHINE = 0;
const [FIRST, SECOND] = [1, 2];

interface Due {
  readonly id: number;
  readonly step: number;
  readonly due: number;
}

/**
 * The same state changes with a row for each instance: what is due is found by an index, in order, and
 * each change is one UPDATE by primary key. The counters are rows too, and move with each change of a
 * state by one statement, so that they always equal a recount, as ours do.
 */
export class SqliteRows {
  readonly #db: DatabaseSync;
  readonly #steps: Lifecycle['steps'];
  readonly #size: number;
  readonly #move: StatementSync;

  constructor(file: string, size: number, { steps }: Lifecycle) {
    this.#db = new DatabaseSync(file);
    this.#db.exec(SCHEMA);
    this.#steps = steps;
    this.#size = size;
    const counter = this.#db.prepare('INSERT INTO counter VALUES (?, ?, ?)');
    for (const subject of [MACHINE, FIRST, SECOND]) {
      for (const state of [NONE, CREATING, UPDATING, SUCCEEDED]) {
        counter.run(subject, state, state === NONE ? size : 0);
      }
    }
    this.#move = this.#db.prepare(
      'UPDATE counter SET count = count + iif(state = ?3, 1, -1) WHERE subject = ?1 AND state IN (?2, ?3)',
    );
  }

  /** Creates all, lets them settle, restarts all and lets them settle again. */
  run(): void {
    const { allocate, restart } = this.#steps;
    const insert = this.#db.prepare(
      `INSERT INTO instance VALUES (?, ${CREATING}, 0, 0, 0, NULL, NULL, NULL, 1, ?)`,
    );
    this.#inTransactions((id) => {
      insert.run(id, drawStep(allocate, id, 1));
      this.#move.run(MACHINE, NONE, CREATING);
    });
    this.#settle();
    const update = this.#db.prepare(
      `UPDATE instance SET state = ${UPDATING}, step = 7, due = settled_at + ? WHERE id = ?`,
    );
    this.#inTransactions((id) => {
      update.run(drawStep(restart, id, 7), id);
      this.#move.run(MACHINE, SUCCEEDED, UPDATING);
    });
    this.#settle();
  }

  count(subject: number, state: number): unknown {
    const row = this.#db
      .prepare('SELECT count FROM counter WHERE subject = ? AND state = ?')
      .get(subject, state);
    return row?.['count'];
  }

  close(): void {
    this.#db.close();
  }

  #inTransactions(change: (id: number) => void): void {
    for (let from = 0; from < this.#size; from += PER_TRANSACTION) {
      this.#transaction(() => {
        const end = Math.min(this.#size, from + PER_TRANSACTION);
        for (let id = from; id < end; id += 1) change(id);
      });
    }
  }

  /** Does what is due, in its order, until nothing is. */
  #settle(): void {
    const { boot, provisionOs, installExtension, complete } = this.#steps;
    const prepare = (assignments: string): StatementSync =>
      this.#db.prepare(`UPDATE instance SET ${assignments}, due = ?2 WHERE id = ?1`);
    const placed = prepare(`power = ${STARTING}, step = 2`);
    const booted = prepare(`power = ${RUNNING}, step = 3`);
    const provisioned = prepare(`first = ${CREATING}, step = 4`);
    const firstDone = prepare(
      `first = ${SUCCEEDED}, first_settled_at = due, second = ${CREATING}, step = 5`,
    );
    const secondDone = prepare(`second = ${SUCCEEDED}, second_settled_at = due, step = 6`);
    const settled = prepare(`state = ${SUCCEEDED}, settled_at = due, step = 0`);
    const next = this.#db.prepare(
      `SELECT id, step, due FROM instance WHERE due IS NOT NULL ORDER BY due, id LIMIT ${PER_TRANSACTION}`,
    );
    for (;;) {
      const batch = next.all() as unknown as readonly Due[];
      if (batch.length === 0) return;
      this.#transaction(() => {
        for (const { id, step, due } of batch) {
          switch (step) {
            case 1:
              placed.run(id, due + drawStep(boot, id, 2));
              break;
            case 2:
              booted.run(id, due + drawStep(provisionOs, id, 3));
              break;
            case 3:
              provisioned.run(id, due + drawStep(installExtension, id, 4));
              this.#move.run(FIRST, NONE, CREATING);
              break;
            case 4:
              firstDone.run(id, due + drawStep(installExtension, id, 5));
              this.#move.run(FIRST, CREATING, SUCCEEDED);
              this.#move.run(SECOND, NONE, CREATING);
              break;
            case 5:
              secondDone.run(id, due + drawStep(complete, id, 6));
              this.#move.run(SECOND, CREATING, SUCCEEDED);
              break;
            default:
              settled.run(id, null);
              this.#move.run(MACHINE, step === 6 ? CREATING : UPDATING, SUCCEEDED);
          }
        }
      });
    }
  }

  #transaction(work: () => void): void {
    this.#db.exec('BEGIN');
    work();
    this.#db.exec('COMMIT');
  }
}
