import {
  constant,
  integer,
  list,
  named,
  number,
  object,
  optional,
  instant,
  text,
} from './schema.ts';

/** HTTP Archive 1.2, as far as it is written here. */
interface Archive {
  readonly log: {
    readonly version: '1.2';
    readonly creator: { readonly name: string; readonly version: string };
    readonly entries: readonly Entry[];
  };
}

interface Pair {
  readonly name: string;
  readonly value: string;
}

interface Entry {
  readonly startedDateTime: string;
  readonly time: number;
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly httpVersion: string;
    readonly cookies: readonly Pair[];
    readonly headers: readonly Pair[];
    readonly queryString: readonly Pair[];
    readonly headersSize: number;
    readonly bodySize: number;
    readonly postData?: { readonly mimeType: string; readonly text: string };
  };
  readonly response: {
    readonly status: number;
    readonly statusText: string;
    readonly httpVersion: string;
    readonly cookies: readonly Pair[];
    readonly headers: readonly Pair[];
    readonly content: { readonly size: number; readonly mimeType: string; readonly text?: string };
    readonly redirectURL: string;
    readonly headersSize: number;
    readonly bodySize: number;
  };
  readonly cache: object;
  readonly timings: { readonly send: number; readonly wait: number; readonly receive: number };
}

const pairs = list(named('ArchivePair', object<Pair>({ name: text(), value: text() })));
const sizes = { headersSize: integer('-1: not known.'), bodySize: integer() };

const entry = named(
  'ArchiveEntry',
  object<Entry>({
    startedDateTime: instant('In virtual time.'),
    time: number('Milliseconds of virtual time.'),
    request: object<Entry['request']>({
      method: text(),
      url: text(),
      httpVersion: text(),
      cookies: pairs,
      headers: pairs,
      queryString: pairs,
      ...sizes,
      postData: optional(
        object<NonNullable<Entry['request']['postData']>>({ mimeType: text(), text: text() }),
      ),
    }),
    response: object<Entry['response']>({
      status: integer(),
      statusText: text(),
      httpVersion: text(),
      cookies: pairs,
      headers: pairs,
      content: object<Entry['response']['content']>({
        size: integer(),
        mimeType: text(),
        text: optional(text()),
      }),
      redirectURL: text(),
      ...sizes,
    }),
    cache: object<object>({}),
    timings: object<Entry['timings']>({ send: number(), wait: number(), receive: number() }),
  }),
);

export const archive = named(
  'Archive',
  object<Archive>({
    log: object<Archive['log']>({
      version: constant('1.2'),
      creator: object<Archive['log']['creator']>({ name: text(), version: text() }),
      entries: list(entry),
    }),
  }),
);
