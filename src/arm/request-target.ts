import { armErrors } from './errors/index.ts';

/** A request target taken apart: decoded path segments and decoded query. */
export interface RequestTarget {
  /** As sent, without the query. */
  readonly path: string;
  /** Decoded; no empty ones, so doubled and trailing slashes do not matter. */
  readonly segments: readonly string[];
  /** By lower-cased name; a name that is given several times has its values joined by a comma. */
  readonly query: Readonly<Record<string, string>>;
}

/** Takes a target apart. Throws InvalidRequestUri for what is not percent-encoded UTF-8. */
export function parseTarget(target: string): RequestTarget {
  const relative = target.startsWith('/') ? target : withoutOrigin(target);
  const mark = relative.indexOf('?');
  const path = mark < 0 ? relative : relative.slice(0, mark);
  return {
    path,
    segments: splitPath(path),
    query: mark < 0 ? Object.create(null) : parseQuery(relative.slice(mark + 1)),
  };
}

/**
 * The decoded, non-empty segments of a path. Azure decodes first and splits then, so that a `%2F`
 * separates segments (seen in Azure/azure-powershell #6262); it also ignores empty segments
 * (`/subscriptions//providers` is about subscription 'providers': terraform-provider-azurerm #20520).
 */
export function splitPath(path: string): string[] {
  const decoded = path.includes('%') ? decode(path) : path;
  // oxlint-disable-next-line no-control-regex -- a control character is never part of a name
  if (/[\u0000-\u001f\u007f]/.test(decoded)) throw armErrors.malformedUrl();
  return decoded.split('/').filter((segment) => segment !== '');
}

function parseQuery(text: string): Record<string, string> {
  // Without a prototype, so that no parameter's name can be mistaken for one of Object's.
  const query: Record<string, string> = Object.create(null);
  for (const part of text.split('&')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const name = decodeForm(equals < 0 ? part : part.slice(0, equals)).toLowerCase();
    const value = equals < 0 ? '' : decodeForm(part.slice(equals + 1));
    const before = query[name];
    query[name] = before === undefined ? value : `${before},${value}`;
  }
  return query;
}

/** `GET http://host/path`: the form that a client sends to a proxy. */
function withoutOrigin(target: string): string {
  const match = /^https?:\/\/[^/?]*(.*)$/i.exec(target);
  const rest = match?.[1] ?? '';
  return rest.startsWith('/') ? rest : `/${rest}`;
}

function decodeForm(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
  return spaced.includes('%') ? decode(spaced) : spaced;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) throw armErrors.malformedUrl();
    throw error;
  }
}
