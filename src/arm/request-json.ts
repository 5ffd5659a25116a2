import type { JsonValue } from '../base/index.ts';
import { armErrors } from './errors/index.ts';
import { jsonErrorPosition } from './json-error-position.ts';

/**
 * Deeper nesting is refused before anything recursive looks at it. Newtonsoft, which reads for ARM,
 * has such a limit too; real models stay below 20.
 */
export const JSON_DEPTH_MAX = 128;

/** Parses a body; undefined when it is empty. Throws InvalidRequestContent in Newtonsoft's words. */
export function parseJsonBody(body: Uint8Array): JsonValue | undefined {
  if (body.byteLength === 0) return undefined;
  const text = decodeUtf8(body);
  if (text.trim() === '') return undefined;
  refuseDepth(text);
  try {
    return JSON.parse(text) as JsonValue;
  } catch (error) {
    if (error instanceof SyntaxError) throw armErrors.invalidRequestContent(newtonsoft(text));
    throw error;
  }
}

function decodeUtf8(body: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch (error) {
    if (error instanceof TypeError) {
      throw armErrors.invalidRequestContent('The content is not valid UTF-8.');
    }
    throw error;
  }
}

function refuseDepth(text: string): void {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (inString) {
      if (unit === 0x5c) index += 1;
      else if (unit === 0x22) inString = false;
    } else if (unit === 0x22) inString = true;
    else if (unit === 0x7b || unit === 0x5b) {
      depth += 1;
      if (depth > JSON_DEPTH_MAX) {
        const reason = `The reader's MaxDepth of ${JSON_DEPTH_MAX} has been exceeded. ${place(text, index)}`;
        throw armErrors.invalidRequestContent(reason);
      }
    } else if (unit === 0x7d || unit === 0x5d) depth -= 1;
  }
}

/** The texts that clients know. */
function newtonsoft(text: string): string {
  const position = jsonErrorPosition(text);
  const found = text[position];
  return found === undefined
    ? `Unexpected end when reading JSON. ${place(text, text.length)}`
    : `Unexpected character encountered while parsing value: ${found}. ${place(text, position)}`;
}

/** `Path '', line 1, position 148.`; the message adds a second full stop, as Azure's does. */
function place(text: string, position: number): string {
  const before = text.slice(0, position).split('\n');
  return `Path '', line ${before.length}, position ${(before.at(-1) ?? '').length}.`;
}
