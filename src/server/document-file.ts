import { readFileSync } from 'node:fs';
import type { Document, LineCounter } from 'yaml';
import { EmulatorError, type EmulatorErrorCode } from '../base/index.ts';

export interface DocumentFile {
  readonly value: unknown;
  /** Where a JSON pointer stands, from 1 on; of what is above it when it is not there itself. */
  readonly lineOf: (place: string) => number | undefined;
}

/** Reads a JSON or YAML document that a user wrote; JSON is YAML, so one parser reads both. */
export async function readDocumentFile(
  file: string,
  kind: { readonly code: EmulatorErrorCode; readonly what: string },
): Promise<DocumentFile> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? 'cannot be read';
    throw new EmulatorError(kind.code, `The ${kind.what} ${file} cannot be read (${reason}).`, {
      cause,
    });
  }
  const { LineCounter, parseDocument } = await import('yaml');
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [mistake] = document.errors;
  if (mistake !== undefined) {
    const reason = mistake.message.split('\n')[0] ?? '';
    throw new EmulatorError(kind.code, `The ${kind.what} ${file} is not JSON or YAML: ${reason}`, {
      cause: mistake,
    });
  }
  try {
    const value: unknown = document.toJS({ maxAliasCount: 100 });
    return { value, lineOf: (place) => lineOf(document, lines, place) };
  } catch (cause) {
    const reason = (cause as Error).message.split('\n')[0] ?? '';
    throw new EmulatorError(kind.code, `The ${kind.what} ${file} is not JSON or YAML: ${reason}`, {
      cause,
    });
  }
}

/** The line of the deepest part of a JSON pointer that is there. */
function lineOf(document: Document.Parsed, lines: LineCounter, place: string): number | undefined {
  const path = place.split('/').slice(1);
  for (let length = path.length; length >= 0; length -= 1) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    const range = isNode(node) ? node.range : undefined;
    const start = range?.[0];
    if (start !== undefined) return lines.linePos(start).line;
  }
  return undefined;
}

function isNode(value: unknown): value is { readonly range?: readonly number[] | null } {
  return typeof value === 'object' && value !== null && 'range' in value;
}
