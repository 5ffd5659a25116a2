import { jsonText } from './json.ts';
import type { Speaker } from './types.ts';

/** An item takes some tenths of a millisecond to make and to write; a page has hundreds. */
const ITEMS_PER_TURN = 10;

export interface JsonListOptions<Item> {
  readonly speaker: Speaker;
  readonly items: Iterable<Item> | AsyncIterable<Item>;
  /** What the item looks like on the wire. */
  toJson(item: Item): unknown;
  /** Undefined on the last page. */
  readonly nextLink: string | undefined;
  /** Lets the event loop do other work. */
  turn(): Promise<void>;
}

/** A page that was written. */
export interface WrittenList {
  readonly bytes: Buffer;
  readonly count: number;
}

/**
 * `{"value": […], "nextLink": …}` in the speaker's form, to the byte as if it were written at once, but
 * in pieces between which others get their turn: a page of 120 machines is 50 ms of work.
 */
export async function writeJsonList<Item>(options: JsonListOptions<Item>): Promise<WrittenList> {
  const { speaker, items, toJson, nextLink, turn } = options;
  const { start, between, end, itemNewline } = FORMS[speaker];
  let text = '';
  let count = 0;
  for await (const item of items) {
    text += `${count === 0 ? '' : between}${jsonText(speaker, toJson(item), itemNewline)}`;
    count += 1;
    if (count % ITEMS_PER_TURN === 0) await turn();
  }
  const page = { value: [], ...(nextLink === undefined ? {} : { nextLink }) };
  const frame = jsonText(speaker, page, '\r\n');
  const filled = count === 0 ? frame : frame.replace('[]', () => `${start}${text}${end}`);
  return { bytes: Buffer.from(filled, 'utf8'), count };
}

/** What stands around the items of `value`. */
const FORMS = {
  gateway: { start: '[', between: ',', end: ']', itemNewline: '' },
  provider: { start: '[\r\n    ', between: ',\r\n    ', end: '\r\n  ]', itemNewline: '\r\n    ' },
} as const;
