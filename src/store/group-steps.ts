import { compareByteOrder } from './byte-order.ts';
import type { DocumentChange, GroupPlan, JournalChange } from './group-plan.ts';
import type { Parameter, StatementName, Step } from './statements.ts';

/**
 * The statements that bring a plan about. Journals, then documents, each in the order of their names:
 * with one order for everybody, processes that write to the same ones wait for each other and never in a circle.
 */
export function stepsOfPlan(plan: GroupPlan): Step[] {
  const journals = [...plan.journals].sort((a, b) => compareByteOrder(a.journal, b.journal));
  const documents = [...plan.documents].sort(
    (a, b) => compareByteOrder(a.collection, b.collection) || compareByteOrder(a.key, b.key),
  );
  return [
    ...journals.flatMap(headSteps),
    // All that is to go goes before anything comes: a tag may move from a forgotten journal to another one.
    ...journals.flatMap(forgetSteps),
    ...journals.flatMap(rowSteps),
    ...documents.flatMap(documentSteps),
  ];
}

/** The row of the journal is what writers of it wait for. */
function headSteps({ journal, was, now, forgotten }: JournalChange): Step[] {
  if (was === 0) return now === 0 ? [] : [one('insertJournal', journal, now)];
  if (now === 0) return [one('deleteJournal', journal, was)];
  return [one(forgotten ? 'restartJournal' : 'moveHead', now, journal, was)];
}

function forgetSteps({ journal, was, forgotten }: JournalChange): Step[] {
  return forgotten && was > 0 ? [any('deleteRows', journal), any('deleteSnapshot', journal)] : [];
}

function rowSteps({ journal, rows }: JournalChange): Step[] {
  return rows.map(({ revision, payload, tag }) =>
    one('insertRow', journal, revision, payload, tag),
  );
}

function documentSteps({ collection, key, was, now, value }: DocumentChange): Step[] {
  if (was > 0 && now > 0) return [one('updateDocument', now, value, collection, key, was)];
  if (was > 0) return [one('deleteDocument', collection, key, was)];
  const insert = one('insertDocument', collection, key, Math.max(now, 1), value);
  // Absent before and after: inserting proves that it is absent, also against another process.
  return now > 0 ? [insert] : [insert, one('deleteDocument', collection, key, 1)];
}

function one(statement: StatementName, ...parameters: Parameter[]): Step {
  return { statement, parameters, changesOne: true };
}

function any(statement: StatementName, ...parameters: Parameter[]): Step {
  return { statement, parameters, changesOne: false };
}
