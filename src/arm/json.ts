import type { Speaker } from './types.ts';

/** Marks a value that stands compact inside an indented document. */
export class CompactJson {
  readonly value: unknown;

  constructor(value: unknown) {
    this.value = value;
  }

  /** Called by JSON.stringify, which writes what stands around it compact as well. */
  toJSON(): unknown {
    return this.value;
  }
}

/**
 * Compute writes `networkProfile` and the like in one line inside its otherwise indented documents.
 * Source: shared/azure/model-defaults.md, "Key order".
 */
export function compact(value: unknown): CompactJson {
  return new CompactJson(value);
}

/** The front door's form: no blanks. */
export function gatewayJson(value: unknown): Buffer {
  return Buffer.from(compactText(value), 'utf8');
}

/**
 * The resource provider's form: indented by two blanks, lines end in CRLF, none after the last.
 * Source: shared/azure/errors.md and instance-view.md.
 */
export function providerJson(value: unknown): Buffer {
  return Buffer.from(indentedText(value, '\r\n'), 'utf8');
}

export function writeJson(speaker: Speaker, value: unknown): Buffer {
  return speaker === 'gateway' ? gatewayJson(value) : providerJson(value);
}

function compactText(value: unknown): string {
  return JSON.stringify(value) ?? 'null';
}

/** `JSON.stringify(value, null, 2)` with CRLF, except that it leaves marked values compact. */
function indentedText(value: unknown, newline: string): string {
  if (value instanceof CompactJson) return compactText(value.value);
  if (typeof value !== 'object' || value === null) return compactText(value);
  const inner = `${newline}  `;
  let text = '';
  if (Array.isArray(value)) {
    for (const item of value as readonly unknown[]) {
      text += `${text === '' ? '[' : ','}${inner}${indentedText(item, inner)}`;
    }
    return text === '' ? '[]' : `${text}${newline}]`;
  }
  for (const [name, member] of Object.entries(value)) {
    if (member === undefined) continue;
    text += `${text === '' ? '{' : ','}${inner}${JSON.stringify(name)}: ${indentedText(member, inner)}`;
  }
  return text === '' ? '{}' : `${text}${newline}}`;
}

/** The text of a value in a speaker's form, as it stands inside a document at this indentation. */
export function jsonText(speaker: Speaker, value: unknown, newline: string): string {
  return speaker === 'gateway' ? compactText(value) : indentedText(value, newline);
}
