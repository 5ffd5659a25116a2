import { readFileSync } from 'node:fs';
import { isJsonObject, type JsonValue } from '../../src/base/index.ts';
import type { RawAnswer, RawRequest } from './raw-connection.ts';

const PAGE = new URL('../../docs/reference/errors.md', import.meta.url);

/** The codes that the page of errors lists. */
const KNOWN_CODES: ReadonlySet<string> = new Set(
  [...readFileSync(PAGE, 'utf8').matchAll(/^\| `([A-Za-z]\w+)` \|/gm)].map(
    ([, code]) => code ?? '',
  ),
);

/** What is wrong with an answer to a hostile request; undefined when nothing is. */
export function complaintAbout(request: RawRequest, answer: RawAnswer): string | undefined {
  const { httpStatus, head, body } = answer;
  if (!(httpStatus >= 200 && httpStatus < 500)) return `the status is ${httpStatus}`;
  if (/^x-injected/im.test(head)) return 'a header was injected';
  if (httpStatus < 400 || request.method === 'HEAD') return undefined;
  const json = parse(body);
  const error = isJsonObject(json) ? json['error'] : undefined;
  // The sign-in endpoints answer as OAuth has it (RFC 6749 §5.2).
  if (typeof error === 'string' && isJsonObject(json)) {
    return typeof json['error_description'] === 'string' ? undefined : 'no error_description';
  }
  if (!isJsonObject(error)) return 'it is not in the envelope of errors';
  const { code, message } = error;
  if (typeof code !== 'string' || typeof message !== 'string') return 'no code or no message';
  if (message === '') return 'the message is empty';
  if (!KNOWN_CODES.has(code)) return `${code} is not on the page of errors`;
  return undefined;
}

/** Enough of a request to recognize it. */
export function describe({ bytes }: RawRequest): string {
  const text = bytes.toString('utf8').replaceAll(/Bearer [\w.-]{100,}/g, 'Bearer …');
  return text.length > 700
    ? `${text.slice(0, 500)}…${text.slice(-200)} (${bytes.length} bytes)`
    : text;
}

function parse(body: Buffer): JsonValue | undefined {
  try {
    return JSON.parse(body.toString('utf8')) as JsonValue;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
