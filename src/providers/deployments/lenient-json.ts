import type { JsonObject, JsonValue } from '../../base/index.ts';

/** Deeper nesting is refused before it becomes a deep recursion of ours; as for strict bodies. */
const DEPTH_MAX = 128;

/** Where something stands in the text; both from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The text is not even leniently JSON. The message is in Newtonsoft's words. */
export class LenientJsonError extends Error {
  override readonly name = 'LenientJsonError';
}

/**
 * JSON as Azure Resource Manager reads deployments: comments of both kinds, names without quotes,
 * texts in single quotes, texts over several lines, commas after the last member. `az deployment`
 * sends all of it: it puts the template's file as it is behind an unquoted `template:`.
 * Source: azure-cli, JsonCTemplatePolicy; "Understand the structure and syntax of ARM templates",
 * comments and multi-line strings. No kept library reads texts over several lines.
 */
export function parseLenientJson(text: string): JsonValue {
  return new Reader(text).document();
}

/** Where the value at a path stands in such a text; undefined when there is none. */
export function locateInJson(
  text: string,
  path: readonly (string | number)[],
): Position | undefined {
  let found: number | undefined;
  new Reader(text, (at, offset) => {
    if (at.length === path.length && at.every((part, index) => part === path[index])) {
      found = offset;
    }
  }).document();
  return found === undefined ? undefined : positionOf(text, found);
}

function positionOf(text: string, offset: number): Position {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

type OnValue = (path: readonly (string | number)[], offset: number) => void;

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y;
const BLANKS = /\s+/y;
const WORD = /[A-Za-z_$][\w$-]*/y;

class Reader {
  readonly #text: string;
  readonly #onValue: OnValue | undefined;
  readonly #path: (string | number)[] = [];
  #at = 0;

  constructor(text: string, onValue?: OnValue) {
    // A byte order mark is no part of what is meant.
    this.#text = text.startsWith('\uFEFF') ? text.slice(1) : text;
    this.#onValue = onValue;
  }

  document(): JsonValue {
    this.#skip();
    const value = this.#value();
    this.#skip();
    if (this.#at < this.#text.length) {
      throw this.#error('Additional text encountered after finished reading JSON content');
    }
    return value;
  }

  #value(): JsonValue {
    this.#onValue?.(this.#path, this.#at);
    const first = this.#text[this.#at];
    if (first === '{') return this.#nested(() => this.#object());
    if (first === '[') return this.#nested(() => this.#array());
    if (first === '"' || first === "'") return this.#string(first);
    const number = this.#match(NUMBER);
    if (number !== undefined) return Number(number);
    const start = this.#at;
    switch (this.#match(WORD) ?? '') {
      case 'true':
        return true;
      case 'false':
        return false;
      case 'null':
        return null;
    }
    this.#at = start;
    throw this.#unexpected();
  }

  #nested<Value>(read: () => Value): Value {
    if (this.#path.length >= DEPTH_MAX) {
      throw this.#error(`The reader's MaxDepth of ${DEPTH_MAX} has been exceeded`);
    }
    return read();
  }

  #object(): JsonObject {
    const object: JsonObject = {};
    this.#at += 1;
    this.#skip();
    while (!this.#take('}')) {
      const name = this.#name();
      this.#skip();
      if (!this.#take(':')) throw this.#unexpected();
      this.#skip();
      this.#path.push(name);
      const value = this.#value();
      this.#path.pop();
      // By definition and not by assignment: `__proto__` is a name like any other.
      Object.defineProperty(object, name, {
        value,
        configurable: true,
        enumerable: true,
        writable: true,
      });
      this.#skip();
      if (!this.#take(',') && this.#text[this.#at] !== '}') throw this.#unexpected();
      this.#skip();
    }
    return object;
  }

  #array(): JsonValue[] {
    const items: JsonValue[] = [];
    this.#at += 1;
    this.#skip();
    while (!this.#take(']')) {
      this.#path.push(items.length);
      items.push(this.#value());
      this.#path.pop();
      this.#skip();
      if (!this.#take(',') && this.#text[this.#at] !== ']') throw this.#unexpected();
      this.#skip();
    }
    return items;
  }

  #name(): string {
    const quote = this.#text[this.#at];
    if (quote === '"' || quote === "'") return this.#string(quote);
    const word = this.#match(WORD);
    if (word === undefined) throw this.#unexpected();
    return word;
  }

  #string(quote: string): string {
    let text = '';
    let from = this.#at + 1;
    for (let at = from; ; at += 1) {
      const unit = this.#text[at];
      if (unit === undefined) {
        this.#at = at;
        throw this.#error('Unterminated string. Expected delimiter: ' + quote);
      }
      if (unit === quote) {
        this.#at = at + 1;
        return text + this.#text.slice(from, at);
      }
      if (unit !== '\\') continue;
      text += this.#text.slice(from, at);
      this.#at = at + 1;
      text += this.#escape();
      at = this.#at - 1;
      from = this.#at;
    }
  }

  #escape(): string {
    const letter = this.#text[this.#at] ?? '';
    this.#at += 1;
    if (letter === 'u') {
      const digits = this.#text.slice(this.#at, this.#at + 4);
      if (!/^[0-9a-fA-F]{4}$/.test(digits)) throw this.#error('Invalid Unicode escape sequence');
      this.#at += 4;
      return String.fromCharCode(Number.parseInt(digits, 16));
    }
    const meant = ESCAPES[letter];
    if (meant === undefined) throw this.#error(`Bad JSON escape sequence: \\${letter}`);
    return meant;
  }

  /** Blanks and comments. */
  #skip(): void {
    for (;;) {
      const unit = this.#text[this.#at];
      if (unit === '/' && this.#text[this.#at + 1] === '/') {
        const end = this.#text.indexOf('\n', this.#at);
        this.#at = end < 0 ? this.#text.length : end + 1;
      } else if (unit === '/' && this.#text[this.#at + 1] === '*') {
        const end = this.#text.indexOf('*/', this.#at + 2);
        if (end < 0) throw this.#error('Unexpected end while parsing comment');
        this.#at = end + 2;
      } else if (this.#match(BLANKS) === undefined) return;
    }
  }

  #take(mark: string): boolean {
    if (this.#text[this.#at] !== mark) return false;
    this.#at += 1;
    return true;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #unexpected(): Error {
    const found = this.#text[this.#at];
    return found === undefined
      ? this.#error('Unexpected end when reading JSON')
      : this.#error(`Unexpected character encountered while parsing value: ${found}`);
  }

  #error(reason: string): Error {
    const { line, column } = positionOf(this.#text, this.#at);
    const path = this.#path
      .map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`))
      .join('')
      .replace(/^\./, '');
    return new LenientJsonError(`${reason}. Path '${path}', line ${line}, position ${column - 1}.`);
  }
}
