import { createHash } from 'node:crypto';
import { isJsonObject, type JsonObject, type JsonValue } from '../../base/index.ts';

/** Shorter texts are in many answers by chance. */
const TELLING_LENGTH_MIN = 6;
/** Secrets of a character or two can run out of others like them. */
const ATTEMPTS_MAX = 16;

/**
 * Stands in for secrets: another value for each, of the same length and with characters of the same
 * kinds, so that what is refused is refused again and what is accepted is accepted.
 */
export class StandIns {
  readonly #given = new Map<string, string>();
  readonly #used = new Set<string>();
  readonly #telling = new Set<string>();

  readonly of = (name: string, value: JsonValue): JsonValue => {
    // Azure shows it to whoever asks, and so does a recording of that answer.
    if (/^userdata$/i.test(name)) return value;
    return this.#deep(value);
  };

  /** What is made of a secret, such as a hash, tells of it. */
  betray(text: string): void {
    this.#telling.add(text);
  }

  /** Whether something that tells of a secret stands in a text. */
  isIn(text: string): boolean {
    for (const telling of this.#telling) if (text.includes(telling)) return true;
    return false;
  }

  #deep(value: JsonValue): JsonValue {
    if (typeof value === 'string') return this.#text(value);
    if (typeof value === 'number') return Math.sign(value);
    if (Array.isArray(value)) return value.map((item) => this.#deep(item));
    if (!isJsonObject(value)) return value;
    const shown: Record<string, JsonObject[string]> = {};
    for (const [name, member] of Object.entries(value)) {
      // A list of named secrets is known by its names.
      const isName = name === 'name' && 'value' in value;
      if (member !== undefined) shown[name] = isName ? member : this.#deep(member);
    }
    return shown;
  }

  #text(value: string): string {
    if (EXPRESSION.test(value)) {
      return value.replaceAll(LITERAL, (whole, callee: string | undefined, literal: string) =>
        callee !== undefined || HARMLESS.test(literal)
          ? whole
          : `'${this.#like(literal.replaceAll("''", "'")).replaceAll("'", "''")}'`,
      );
    }
    return value === '' || PUBLIC_KEY.test(value) ? value : this.#like(value);
  }

  #like(secret: string): string {
    const known = this.#given.get(secret);
    if (known !== undefined) return known;
    const number = this.#given.size + 1;
    let standIn = '';
    for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
      standIn = /^https?:/i.test(secret)
        ? `https://recorded.invalid/${number}`
        : likeness(secret, `${number}.${attempt}`);
      if (standIn !== secret && !this.#used.has(standIn)) break;
    }
    this.#given.set(secret, standIn);
    this.#used.add(standIn);
    if (secret.length >= TELLING_LENGTH_MIN) this.#telling.add(secret);
    return standIn;
  }
}

/** A parameter that takes a password or a public key is secret in templates; the key is not. */
const PUBLIC_KEY =
  /^(?:ssh-(?:rsa|ed25519)|ecdsa-sha2-[\w-]+) AAAA|^---- BEGIN SSH2 PUBLIC KEY ----/;
/** Of a template; the secret is where it points to, or in a literal. */
const EXPRESSION = /^\[(?!\[)[^]*\]$/;
const LITERAL = /\b(parameters|variables)\(\s*'(?:[^']|'')*'|'((?:[^']|'')*)'/gi;
/** Resource types, api-versions, and what `json` makes nothing of. */
const HARMLESS = /^(?:Microsoft\.[\w./]+|\d{4}-\d{2}-\d{2}[\w-]*|null|)$/i;

/** What has no letters of its own is in the alphabet of Base64, means nothing, or is a place of `format`. */
const CHARACTER = /\{\d+\}|[+/=\s\p{Cc}]|[a-z]|[A-Z]|\d|[^]/gu;

function likeness(text: string, seed: string): string {
  const draw = drawer(seed);
  return text.replaceAll(CHARACTER, (character) => {
    const kind = /^[a-z]$/.test(character)
      ? 'abcdefghijklmnopqrstuvwxyz'
      : /^[A-Z]$/.test(character)
        ? 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
        : /^\d$/.test(character)
          ? '0123456789'
          : '';
    if (kind !== '') return kind[draw() % kind.length] ?? '';
    return /^(?:\{\d+\}|[+/=\s\p{Cc}])$/u.test(character)
      ? character
      : '-'.repeat(character.length);
  });
}

/** Bytes that a seed stands for, and no secret. */
function drawer(seed: string): () => number {
  let block = Buffer.alloc(0);
  let at = 0;
  let blocks = 0;
  return () => {
    if (at === block.length) {
      block = createHash('sha256').update(`recorded ${seed} ${blocks}`).digest();
      blocks += 1;
      at = 0;
    }
    at += 1;
    return block[at - 1] ?? 0;
  };
}
