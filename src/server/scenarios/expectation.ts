import { isJsonObject, type JsonValue } from '../../base/index.ts';
import { errorOf, type SessionAnswer } from '../session.ts';
import { digestOf } from './digest.ts';
import { ALWAYS, type Expectation } from './step.ts';

/** What is not as expected, for people; undefined when all is. */
export function differenceOf(expected: Expectation, answer: SessionAnswer): string | undefined {
  const { status, code, headers = {}, body, digest } = expected;
  const statuses = status === undefined ? undefined : [status].flat();
  if (statuses !== undefined && !statuses.includes(answer.httpStatus)) {
    const { message } = errorOf(answer);
    const why = answer.httpStatus >= 400 ? `: ${message}` : '';
    return `expected status ${statuses.join(' or ')}, got ${answer.httpStatus}${why}`;
  }
  if (code !== undefined && errorOf(answer).code !== code) {
    return `expected the error ${code}, got ${errorOf(answer).code}`;
  }
  for (const [name, wanted] of Object.entries(headers)) {
    const found = answer.headers[name.toLowerCase()];
    if (wanted === null ? found !== undefined : found === undefined || !isLike(wanted, found)) {
      return `expected header ${name} ${String(wanted)}, got ${found ?? 'none'}`;
    }
  }
  const problem = body === undefined ? undefined : difference(body, answer.json, 'body');
  if (problem !== undefined || digest === undefined) return problem;
  const found = digestOf(answer.bytes, ALWAYS['origin'] ?? '');
  return found === digest ? undefined : `expected bytes with SHA-256 ${digest}, got ${found}`;
}

function difference(
  wanted: JsonValue,
  found: JsonValue | undefined,
  place: string,
): string | undefined {
  if (isJsonObject(wanted)) {
    if (!isJsonObject(found)) return `expected an object at ${place}, got ${shown(found)}`;
    for (const [name, member] of Object.entries(wanted)) {
      if (member === undefined) continue;
      const problem = difference(member, found[name], `${place}.${name}`);
      if (problem !== undefined) return problem;
    }
    return undefined;
  }
  if (Array.isArray(wanted)) {
    if (!Array.isArray(found)) return `expected a list at ${place}, got ${shown(found)}`;
    if (found.length !== wanted.length) {
      return `expected ${wanted.length} at ${place}, got ${found.length}: ${shown(found)}`;
    }
    for (const [index, item] of wanted.entries()) {
      const problem = difference(item, found[index], `${place}.${index}`);
      if (problem !== undefined) return problem;
    }
    return undefined;
  }
  // Null means that there is nothing; Azure leaves out what there is not.
  const holds =
    wanted === null
      ? found === null || found === undefined
      : typeof wanted === 'string' && typeof found === 'string'
        ? isLike(wanted, found)
        : wanted === found;
  return holds ? undefined : `expected ${shown(wanted)} at ${place}, got ${shown(found)}`;
}

/** A text, or `/a pattern/`. */
function isLike(wanted: string, found: string): boolean {
  const pattern = /^\/(.*)\/$/s.exec(wanted)?.[1];
  return pattern === undefined || wanted.startsWith('/subscriptions/')
    ? wanted === found
    : new RegExp(pattern, 's').test(found);
}

function shown(value: JsonValue | undefined): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}

/** What stands at `headers.NAME` or at a path in the body; undefined when there is nothing. */
export function valueAt(path: string, { headers, json }: SessionAnswer): string | undefined {
  const [where, ...parts] = path.split('.');
  if (where === 'headers') return headers[parts.join('.').toLowerCase()];
  let value: JsonValue | undefined = json;
  for (const part of parts) {
    if (Array.isArray(value)) value = value[Number(part)];
    else value = isJsonObject(value) ? value[part] : undefined;
  }
  if (value === undefined || value === null) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
