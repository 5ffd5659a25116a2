import type { JournalRow, StoredDocument } from './types.ts';

/** A row as the drivers of both databases give it. */
type Row = Readonly<Record<string, unknown>>;

export function toDocument(row: Row): StoredDocument {
  return {
    key: String(row['key']),
    revision: Number(row['revision']),
    value: String(row['value']),
  };
}

export function toJournalRow(row: Row): JournalRow {
  const { tag } = row;
  return {
    revision: Number(row['revision']),
    payload: String(row['payload']),
    ...(typeof tag === 'string' ? { tag } : {}),
  };
}
