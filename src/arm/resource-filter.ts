import { sameName } from '../base/index.ts';
import { armErrors } from './errors/index.ts';

/** What a filter can ask about. */
export interface Filterable {
  readonly name: string;
  readonly type: string;
  readonly location: string;
  readonly resourceGroupName: string;
  readonly tags: Readonly<Record<string, string>>;
}

export type Filter = (item: Filterable) => boolean;

/** The properties that a list may be filtered by; groups know the tags only (rest-api-specs #3853). */
export const RESOURCE_FILTERS = ['resourceType', 'name', 'location', 'resourceGroup'] as const;
export const GROUP_FILTERS = [] as const;
export type FilterProperty = (typeof RESOURCE_FILTERS)[number];

interface TagClause {
  readonly kind: 'tagName' | 'tagValue' | 'tagPrefix';
  readonly value: string;
}
/** Tag clauses of one conjunction belong together: this name *with* this value. */
type Clause = TagClause | { readonly kind: 'filter'; readonly filter: Filter };

/**
 * Reads an OData filter: comparisons by `eq` and `ne`, `substringof('x', name)`,
 * `startswith(tagName, 'x')`, joined by `and` and `or`, in parentheses. Throws
 * InvalidFilterInQueryString for everything else, so that nothing is silently left unfiltered.
 */
export function parseFilter(text: string, properties: readonly FilterProperty[]): Filter {
  const reader = new FilterReader(text, properties);
  return reader.read();
}

type Token = { readonly kind: 'word' | 'literal' | 'mark'; readonly text: string };

/** Far more than any client writes; keeps the recursion flat. */
const TOKENS_MAX = 200;

class FilterReader {
  readonly #text: string;
  readonly #properties: readonly FilterProperty[];
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(text: string, properties: readonly FilterProperty[]) {
    this.#text = text;
    this.#properties = properties;
    this.#tokens = this.#tokenize();
  }

  read(): Filter {
    const filter = this.#or();
    if (this.#at < this.#tokens.length) throw this.#invalid();
    return filter;
  }

  #or(): Filter {
    const alternatives = [this.#and()];
    while (this.#accept('word', 'or')) alternatives.push(this.#and());
    return (item) => alternatives.some((filter) => filter(item));
  }

  #and(): Filter {
    const clauses = [this.#clause()];
    while (this.#accept('word', 'and')) clauses.push(this.#clause());
    const filters = clauses.flatMap((clause) => (clause.kind === 'filter' ? [clause.filter] : []));
    const tagClauses = clauses.filter((clause) => clause.kind !== 'filter');
    const byTag = tagFilter(tagClauses);
    return (item) => filters.every((filter) => filter(item)) && byTag(item);
  }

  #clause(): Clause {
    if (this.#accept('mark', '(')) {
      const filter = this.#or();
      this.#expect('mark', ')');
      return { kind: 'filter', filter };
    }
    const word = this.#take('word');
    if (word === 'substringof') return this.#substringOf();
    if (word === 'startswith') return this.#startsWith();
    const operator = this.#take('word');
    const value = this.#take('literal');
    if (word === 'tagname' && operator === 'eq') return { kind: 'tagName', value };
    if (word === 'tagvalue' && operator === 'eq') return { kind: 'tagValue', value };
    const read = this.#property(word);
    if (operator === 'eq') {
      return { kind: 'filter', filter: (item) => sameName(read(item), value) };
    }
    if (operator !== 'ne') throw this.#invalid();
    return { kind: 'filter', filter: (item) => !sameName(read(item), value) };
  }

  #substringOf(): Clause {
    this.#expect('mark', '(');
    const part = this.#take('literal').toLowerCase();
    this.#expect('mark', ',');
    const read = this.#property(this.#take('word'));
    this.#expect('mark', ')');
    return { kind: 'filter', filter: (item) => read(item).toLowerCase().includes(part) };
  }

  #startsWith(): Clause {
    this.#expect('mark', '(');
    this.#expect('word', 'tagname');
    this.#expect('mark', ',');
    const value = this.#take('literal');
    this.#expect('mark', ')');
    return { kind: 'tagPrefix', value };
  }

  #property(word: string): (item: Filterable) => string {
    const property = this.#properties.find((name) => name.toLowerCase() === word);
    switch (property) {
      case 'resourceType':
        return (item) => item.type;
      case 'name':
        return (item) => item.name;
      case 'location':
        return (item) => item.location;
      case 'resourceGroup':
        return (item) => item.resourceGroupName;
      case undefined:
        throw this.#invalid();
    }
  }

  #tokenize(): Token[] {
    const tokens: Token[] = [];
    const pattern = /\s*(?:'((?:[^']|'')*)'|([a-z][\w/]*)|([(),]))\s*/giy;
    while (pattern.lastIndex < this.#text.length) {
      const match = pattern.exec(this.#text);
      if (!match || tokens.length >= TOKENS_MAX) throw this.#invalid();
      const [, literal, word, mark] = match;
      if (literal !== undefined) {
        tokens.push({ kind: 'literal', text: literal.replaceAll("''", "'") });
      } else if (word !== undefined) tokens.push({ kind: 'word', text: word.toLowerCase() });
      else tokens.push({ kind: 'mark', text: mark ?? '' });
    }
    return tokens;
  }

  #accept(kind: Token['kind'], text: string): boolean {
    const token = this.#tokens[this.#at];
    if (token?.kind !== kind || token.text !== text) return false;
    this.#at += 1;
    return true;
  }

  #expect(kind: Token['kind'], text: string): void {
    if (!this.#accept(kind, text)) throw this.#invalid();
  }

  #take(kind: Token['kind']): string {
    const token = this.#tokens[this.#at];
    if (token?.kind !== kind) throw this.#invalid();
    this.#at += 1;
    return token.text;
  }

  #invalid(): Error {
    return armErrors.invalidFilter(this.#text);
  }
}

function tagFilter(clauses: readonly TagClause[]): Filter {
  if (clauses.length === 0) return () => true;
  return ({ tags }) =>
    Object.entries(tags).some(([name, value]) =>
      clauses.every((clause) => {
        switch (clause.kind) {
          case 'tagName':
            return sameName(name, clause.value);
          case 'tagValue':
            return value === clause.value;
          case 'tagPrefix':
            return name.toLowerCase().startsWith(clause.value.toLowerCase());
        }
      }),
    );
}
