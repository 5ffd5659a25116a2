import { createHash } from 'node:crypto';
import { EmulatorError, type Instant, isJsonObject } from '../../base/index.ts';
import type { StoreRecord } from '../../store/index.ts';

/** What is known about a snapshot without reading all of it. */
export interface SnapshotHeader {
  readonly format: string;
  /** Of the package that wrote it. */
  readonly version: string;
  /** Virtual time. */
  readonly takenAt: Instant;
  readonly records: number;
}

export interface DecodedSnapshot {
  readonly header: SnapshotHeader;
  readonly records: readonly StoreRecord[];
}

const NAME = 'lazulite snapshot';
const NUMBER = 1;

/** Lines of JSON: the header, a record each, and the SHA-256 of all lines before it. */
export function encodeSnapshot(
  facts: Pick<SnapshotHeader, 'version' | 'takenAt'>,
  records: readonly StoreRecord[],
): string {
  const header: SnapshotHeader = { format: `${NAME} ${NUMBER}`, ...facts, records: records.length };
  const lines = [header, ...records].map((line) => `${JSON.stringify(line)}\n`).join('');
  return `${lines}${JSON.stringify({ sha256: hashOf(lines) })}\n`;
}

/** Throws EMU_BAD_SNAPSHOT for what is none, is damaged, or was written by a newer version. */
export function decodeSnapshot(text: string): DecodedSnapshot {
  const header = readHeader(text);
  const end = text.lastIndexOf('\n', text.length - 2) + 1;
  const last = parseLine(text.slice(end));
  const isWhole = isJsonObject(last) && last['sha256'] === hashOf(text.slice(0, end));
  const lines = text.slice(0, end).split('\n').slice(1, -1);
  if (!isWhole || lines.length !== header.records) {
    throw bad('The snapshot is damaged: it is not as it was written, or a part of it is missing.');
  }
  return { header, records: lines.map((line) => JSON.parse(line) as StoreRecord) };
}

/** Of a text that may be damaged behind its first line. */
export function readHeader(text: string): SnapshotHeader {
  const first = parseLine(text.slice(0, text.indexOf('\n') + 1));
  const format = isJsonObject(first) ? first['format'] : undefined;
  const match = typeof format === 'string' ? /^lazulite snapshot (\d+)$/.exec(format) : null;
  if (match === null) throw bad('This is not a snapshot of Lazulite.');
  if (Number(match[1]) > NUMBER) {
    throw bad(
      'The snapshot was written by a newer version of Lazulite. Use that one, or a newer one.',
    );
  }
  return first as SnapshotHeader;
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function bad(message: string): EmulatorError {
  return new EmulatorError('EMU_BAD_SNAPSHOT', message);
}
