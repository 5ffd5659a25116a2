import { formatInstant, type JsonValue, MICROS_PER_SECOND } from '../../base/index.ts';
import { HIDDEN, shownBody } from './hide-secrets.ts';
import type { LoggedRequest } from './request-log.ts';

/** HTTP Archive 1.2 (the specification by Jan Odvarko, which browsers and proxies read); times are virtual. */
export function harOf(entries: readonly LoggedRequest[], version: string): JsonValue {
  return {
    log: {
      version: '1.2',
      creator: { name: 'Lazulite', version },
      entries: entries.map(entryOf),
    },
  };
}

function entryOf({ at, endedAt, request, response }: LoggedRequest): JsonValue {
  const { method, target, headers } = request;
  const scheme = request.secure ? 'https' : 'http';
  const url = `${scheme}://${headers['host'] ?? 'localhost'}${target}`;
  const asked = shownBody(request.body, target);
  const answered = shownBody(response.body, target);
  const time = ((endedAt - at) / MICROS_PER_SECOND) * 1_000;
  return {
    startedDateTime: formatInstant(at),
    time,
    request: {
      method,
      url,
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: Object.entries(headers).map(([name, value]) => ({
        name,
        value: name === 'authorization' ? HIDDEN : (value ?? ''),
      })),
      queryString: [...new URL(url).searchParams].map(([name, value]) => ({ name, value })),
      headersSize: -1,
      bodySize: request.body.byteLength,
      ...(asked === undefined
        ? {}
        : { postData: { mimeType: headers['content-type'] ?? '', text: textOf(asked) } }),
    },
    response: {
      status: response.httpStatus,
      statusText: '',
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: pairs(response.headers),
      content: {
        size: response.body?.byteLength ?? 0,
        mimeType: 'application/json; charset=utf-8',
        ...(answered === undefined ? {} : { text: textOf(answered) }),
      },
      redirectURL: '',
      headersSize: -1,
      bodySize: response.body?.byteLength ?? 0,
    },
    cache: {},
    timings: { send: 0, wait: time, receive: 0 },
  };
}

function pairs(headers: readonly string[]): JsonValue[] {
  const found: JsonValue[] = [];
  for (let at = 0; at < headers.length; at += 2) {
    found.push({ name: headers[at] ?? '', value: headers[at + 1] ?? '' });
  }
  return found;
}

function textOf(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
