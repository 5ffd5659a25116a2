import type { JsonValue } from '../../src/base/index.ts';
import { flexibleSet } from '../wire/compute/support/flexible.ts';
import { extension, linuxSet } from '../wire/compute/support/models.ts';
import { mutate } from './mutate.ts';
import { BAD_VERSIONS, brokenJson, type Draw, TEXTS } from './nasty.ts';
import type { RawRequest } from './raw-connection.ts';
import { partRows } from './part-rows.ts';

export interface Surroundings {
  readonly host: string;
  readonly token: string;
  readonly subscriptionId: string;
}

/** Of which each request breaks one thing or two. */
interface Parts {
  method: string;
  path: string;
  query: string;
  headers: [string, string][];
  body: Buffer;
}

const MUTATED_BYTES_MAX = 6_000;

type Breaker = (parts: Parts, draw: Draw, surroundings: Surroundings) => void;

/** A request that is hostile or malformed in a way drawn for its number. */
export function hostileRequest(draw: Draw, surroundings: Surroundings): RawRequest {
  const parts = soundRequest(draw, surroundings);
  draw.one(BREAKERS)(parts, draw, surroundings);
  if (draw.below(4) === 0) draw.one(BREAKERS)(parts, draw, surroundings);
  return { method: parts.method, bytes: written(parts), alone: false };
}

/** Something that would be answered well, if it were left alone. */
function soundRequest(draw: Draw, { host, token, subscriptionId }: Surroundings): Parts {
  const group = `/subscriptions/${subscriptionId}/resourceGroups/rg${draw.below(3)}`;
  const sets = `${group}/providers/Microsoft.Compute/virtualMachineScaleSets`;
  const set = `${sets}/set${draw.below(4)}`;
  const machine = `${set}/virtualMachines/${draw.below(5)}`;
  const ids = { instanceIds: ['0', '1'] };
  // The digits are of a machine once in a blue moon; what is not there must not break anything either.
  const virtualMachine = `${group}/providers/Microsoft.Compute/virtualMachines/flexible${draw.below(2)}_${'0123456789abcdef'.repeat(2).slice(draw.below(16)).slice(0, 8)}`;
  const machines = `/subscriptions/${subscriptionId}/providers/Microsoft.Compute/virtualMachines`;
  const rows: readonly (readonly [string, string, JsonValue?])[] = [
    ['PUT', group, { location: 'westeurope', tags: { a: 'b' } }],
    ['PUT', set, bodyOfSet(draw)],
    ['PUT', set, bodyOfSet(draw)],
    ['PATCH', set, { sku: { capacity: 3 }, tags: { a: 'b' } }],
    ['PATCH', set, bodyOfSet(draw)],
    ['PUT', `${sets}/flexible${draw.below(2)}`, bodyOfFlexibleSet(draw)],
    ['PATCH', `${sets}/flexible${draw.below(2)}`, bodyOfFlexibleSet(draw)],
    ['GET', `${sets}/flexible${draw.below(2)}/virtualMachines`],
    ['POST', `${sets}/flexible${draw.below(2)}/start`, ids],
    ['GET', virtualMachine],
    ['GET', `${virtualMachine}/instanceView`],
    ['POST', `${virtualMachine}/deallocate`],
    ['DELETE', virtualMachine],
    ['GET', machines],
    ['DELETE', set],
    ['GET', set],
    ['GET', `${set}/instanceView`],
    ['GET', `${set}/virtualMachines`],
    ['GET', machine],
    ['GET', `${machine}/instanceView`],
    ['DELETE', machine],
    ['GET', sets],
    ['GET', `${group}/resources`],
    ['GET', group],
    // The other groups stay, so that most requests get as far as their sets.
    ['DELETE', group.replace(/\d$/, '2')],
    ['PATCH', group, { tags: { a: 'b' } }],
    ['PUT', `${group}/providers/Microsoft.Resources/tags/default`, { properties: { tags: {} } }],
    ['GET', '/subscriptions'],
    ['GET', `/subscriptions/${subscriptionId}/locations`],
    ['GET', `/subscriptions/${subscriptionId}/providers/Microsoft.Compute`],
    ['GET', `/subscriptions/${subscriptionId}/resources`],
    [
      'GET',
      `/subscriptions/${subscriptionId}/providers/Microsoft.Compute/locations/westeurope/operations/${subscriptionId}`,
    ],
    ['GET', `/subscriptions/${subscriptionId}/operationresults/eyJqb2JJZCI6IlgifQ`],
    ...['start', 'poweroff', 'restart', 'deallocate', 'reimage', 'delete', 'manualupgrade'].map(
      (verb) => ['POST', `${set}/${verb}`, ids] as const,
    ),
    ['POST', `${machine}/restart`],
    ...partRows(set, machine, group),
    [
      'POST',
      `${set}/setOrchestrationServiceState`,
      { serviceName: 'AutomaticRepairs', action: 'Suspend' },
    ],
    ['POST', '/_lazulite/clock', { advanceBy: '1s' }],
    ['GET', '/_lazulite/clock'],
    ['GET', '/_lazulite/health'],
    ['GET', '/metadata/endpoints'],
    ['GET', '/common/v2.0/.well-known/openid-configuration'],
    ['POST', `/${subscriptionId}/oauth2/v2.0/token`, { grant_type: 'client_credentials' }],
  ];
  const [method, path, body] = draw.one(rows);
  return {
    method,
    path,
    query: 'api-version=2024-07-01',
    headers: [
      ['Host', host],
      ['Authorization', `Bearer ${token}`],
      ...(body === undefined ? [] : [['Content-Type', 'application/json'] as [string, string]]),
    ],
    body: Buffer.from(body === undefined ? '' : JSON.stringify(body)),
  };
}

function bodyOfSet(draw: Draw): JsonValue {
  return linuxSet({
    capacity: draw.below(5),
    extensions: [extension('one'), extension('two', { provisionAfterExtensions: ['one'] })],
    properties: {
      upgradePolicy: { mode: 'Manual' },
      overprovision: true,
      automaticRepairsPolicy: { enabled: false },
    },
    envelope: { tags: { a: 'b' }, zones: ['1', '2'], identity: { type: 'SystemAssigned' } },
  });
}

function bodyOfFlexibleSet(draw: Draw): JsonValue {
  return flexibleSet({
    capacity: draw.below(3),
    extensions: [extension('one')],
    ...(draw.below(3) === 0 ? { properties: { virtualMachineProfile: null } } : {}),
  });
}

const BREAKERS: readonly Breaker[] = [
  breakBody,
  breakBody,
  breakBody,
  breakPath,
  breakPath,
  breakQuery,
  breakQuery,
  breakHeaders,
  breakHeaders,
  breakMethod,
  breakJson,
];

function breakBody(parts: Parts, draw: Draw): void {
  if (parts.body.length === 0) parts.body = Buffer.from('{"instanceIds":["0"]}');
  // What the first breaker has made so large may be too deep for this one.
  if (parts.body.length > MUTATED_BYTES_MAX) return;
  parts.body = Buffer.from(mutate(parsed(parts.body), draw));
}

function breakJson(parts: Parts, draw: Draw): void {
  parts.body = brokenJson(draw);
}

function breakPath(parts: Parts, draw: Draw): void {
  const segments = parts.path.split('/');
  const at = draw.below(segments.length);
  const text = wireText(draw.one(TEXTS), draw);
  switch (draw.below(8)) {
    case 0:
      segments.splice(at, 1);
      break;
    case 1:
      segments.splice(at, 0, text);
      break;
    case 2:
      segments[at] = `${segments[at]}${text}`;
      break;
    case 3:
      segments.splice(at, 0, '', '');
      break;
    case 4:
      segments.push(...Array.from({ length: draw.below(300) }, () => text.slice(0, 5)));
      break;
    default:
      segments[at] = text;
  }
  parts.path = segments.join('/');
  if (draw.below(30) === 0)
    parts.path = draw.one(['*', '', '//', 'http://evil.example/', '/%', '?']);
}

function breakQuery(parts: Parts, draw: Draw): void {
  const text = wireText(draw.one(TEXTS), draw);
  const version = wireText(draw.one(BAD_VERSIONS), draw);
  const name = draw.one([
    '$filter',
    '%24skiptoken',
    '$skiptoken',
    '$top',
    '$expand',
    '$select',
    'forceDeletion',
    'monitor',
    '__proto__',
    'p',
    text,
  ]);
  parts.query = draw.one([
    '',
    `api-version=${version}`,
    'api-version=2024-07-01&api-version=2016-04-30-preview',
    'API-VERSION=2024-07-01',
    'api-version',
    `${text}=${text}&api-version=2024-07-01`,
    `${'a=b&'.repeat(500)}api-version=2024-07-01`,
    `api-version=2024-07-01&${name}=${text}`,
    `api-version=2024-07-01&${name}=${text}`,
    `api-version=2024-07-01&${name}=${Buffer.from(`{"after":${draw.one(['-5', '1e99', '"%"', 'null', '{}'])}}`).toString('base64url')}`,
    `api-version=2024-07-01&${name}=${text}&${name}=${text}`,
    `api-version=2024-07-01&$expand=${'x'.repeat(6_000)}`,
    `api-version=2024-07-01&$filter=${'('.repeat(2_000)}`,
    `api-version=2024-07-01&$filter=tagName%20eq%20%27${text}%27`,
    `api-version=2024-07-01&$filter=resourceType%20eq%20%27${text}%27%20and%20${text}`,
    `?&&==&=${text}&api-version=2024-07-01`,
  ]);
}

function breakMethod(parts: Parts, draw: Draw): void {
  parts.method = draw.one([
    'GET',
    'HEAD',
    'PUT',
    'POST',
    'PATCH',
    'DELETE',
    'OPTIONS',
    'TRACE',
    'PROPFIND',
    'LOCK',
    'M-SEARCH',
    'PURGE',
  ]);
}

function breakHeaders(parts: Parts, draw: Draw, { host }: Surroundings): void {
  const text = headerText(draw.one(TEXTS));
  const set = (name: string, value: string): void => {
    parts.headers = parts.headers.filter(([kept]) => kept !== name);
    parts.headers.push([name, value]);
  };
  const changes: readonly (() => void)[] = [
    () => set('Authorization', ''),
    () => set('Authorization', `Bearer ${text}`),
    () => set('Authorization', text),
    () => set('Authorization', `Basic ${Buffer.from(`a:${text}`).toString('base64')}`),
    () => set('Authorization', `Bearer ${'eyJhbGciOiJub25lIn0.e30.'.repeat(1 + draw.below(3))}`),
    () => set('Authorization', tampered(parts, draw)),
    () => set('Authorization', `Bearer ${'A'.repeat(20_000)}`),
    () =>
      set('If-Match', draw.one(['"', '*', '"1"', 'W/"1"', '"9999999999999999999"', text, ',,,'])),
    () => set('If-None-Match', draw.one(['*', '"', '"1"', text])),
    () =>
      set('Content-Type', draw.one(['text/plain', 'application/xml', text, 'multipart/form-data'])),
    () => set('Content-Type', 'application/json; charset=utf-16'),
    () => set('Content-Encoding', 'gzip'),
    () => set('Accept', text),
    () =>
      set(
        'Host',
        draw.one(['evil.example', 'localhost.evil.example', `[::1`, text, '127.0.0.1:x']),
      ),
    () =>
      set(
        'Origin',
        draw.one(['https://evil.example', 'null', text, `http://${host}.evil.example`]),
      ),
    () => set('Sec-Fetch-Site', draw.one(['cross-site', 'same-site', text])),
    () => set('x-ms-client-request-id', text),
    () => {
      set('x-ms-client-request-id', text);
      set('x-ms-return-client-request-id', 'true');
    },
    () => set('x-ms-correlation-request-id', draw.one([text, 'x'.repeat(8_000)])),
    () => set('X-Large', 'x'.repeat(draw.one([1_000, 30_000]))),
    () => set('X-HTTP-Method-Override', 'DELETE'),
    () => set('Expect', 'something'),
    () => parts.headers.push(['Authorization', 'Bearer x']),
    () => parts.headers.push(['Host', 'evil.example']),
    () =>
      parts.headers.push(
        ...Array.from({ length: 90 }, (_, n): [string, string] => [`X-${n}`, text]),
      ),
    () => set('__proto__', text),
    () => set('constructor', text),
  ];
  draw.one(changes)();
}

/** A good token with one character of it changed. */
function tampered(parts: Parts, draw: Draw): string {
  const token = parts.headers.find(([name]) => name === 'Authorization')?.[1] ?? 'Bearer x';
  const at = 7 + draw.below(Math.max(1, token.length - 7));
  return `${token.slice(0, at)}${token[at] === 'A' ? 'B' : 'A'}${token.slice(at + 1)}`;
}

/** What a URL can hold without ending the request line: percent-encoded, or raw bytes above ASCII. */
function wireText(text: string, draw: Draw): string {
  if (draw.below(2) === 0 && text.isWellFormed()) return encodeURIComponent(text);
  return headerText(text).replaceAll(/\s/g, '');
}

function headerText(text: string): string {
  return ['\r', '\n', '\u0000'].reduce((kept, ending) => kept.replaceAll(ending, ''), text);
}

function parsed(body: Buffer): JsonValue {
  try {
    return JSON.parse(body.toString('utf8')) as JsonValue;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function written({ method, path, query, headers, body }: Parts): Buffer {
  const lines = [
    `${method} ${path}${query === '' ? '' : `?${query}`} HTTP/1.1`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
    `Content-Length: ${body.length}`,
  ];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), body]);
}
