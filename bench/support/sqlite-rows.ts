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
    subject TEXT, state INTEGER, count INTEGER NOT NULL, PRIMARY KEY (subject, state)
  ) WITHOUT ROWID;`;

interface Due {
  readonly id: number;
  readonly step: number;
  readonly due: number;
}

/**
 * The same state changes with a row for each instance: what is due is found by an index, in order, and
 * each change is one UPDATE by primary key. Counters are added up in memory and written once for each
 * transaction, which is better than a database alone would do.
 */
export class SqliteRows {
  readonly #db: DatabaseSync;
  readonly #steps: Lifecycle['steps'];
  readonly #size: number;
  readonly #changed = new Map<string, number>();
  readonly #count: StatementSync;

  constructor(file: string, size: number, { steps }: Lifecycle) {
    this.#db = new DatabaseSync(file);
    this.#db.exec(SCHEMA);
    this.#steps = steps;
    this.#size = size;
    this.#count = this.#db.prepare(
      'INSERT INTO counter (subject, state, count) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET count = count + ?3',
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
      this.#move('machine', NONE, CREATING);
    });
    this.#settle();
    const update = this.#db.prepare(
      `UPDATE instance SET state = ${UPDATING}, step = 7, due = settled_at + ? WHERE id = ?`,
    );
    this.#inTransactions((id) => {
      update.run(drawStep(restart, id, 7), id);
      this.#move('machine', SUCCEEDED, UPDATING);
    });
    this.#settle();
  }

  count(subject: string, state: number): unknown {
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
              this.#move('first', NONE, CREATING);
              break;
            case 4:
              firstDone.run(id, due + drawStep(installExtension, id, 5));
              this.#move('first', CREATING, SUCCEEDED);
              this.#move('second', NONE, CREATING);
              break;
            case 5:
              secondDone.run(id, due + drawStep(complete, id, 6));
              this.#move('second', CREATING, SUCCEEDED);
              break;
            default:
              settled.run(id, null);
              this.#move('machine', step === 6 ? CREATING : UPDATING, SUCCEEDED);
          }
        }
      });
    }
  }

  #transaction(work: () => void): void {
    this.#db.exec('BEGIN');
    work();
    for (const [key, change] of this.#changed) {
      const [subject = '', state = ''] = key.split(' ');
      this.#count.run(subject, Number(state), change);
    }
    this.#changed.clear();
    this.#db.exec('COMMIT');
  }

  #move(subject: string, from: number, to: number): void {
    this.#add(`${subject} ${from}`, -1);
    this.#add(`${subject} ${to}`, 1);
  }

  #add(key: string, change: number): void {
    this.#changed.set(key, (this.#changed.get(key) ?? 0) + change);
  }
}
