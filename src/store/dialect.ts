/** The few spellings in which the two databases differ; all else is the same text. */
export interface Dialect {
  /** The placeholder of the n-th parameter, from 1. */
  readonly placeholder: (position: number) => string;
  /** Whether a column is one of a list that is a single parameter. */
  readonly oneOf: (placeholder: string) => string;
  /** Column type of text that is ordered by the bytes of its UTF-8. */
  readonly name: string;
  readonly bytes: string;
}

export const SQLITE: Dialect = {
  placeholder: () => '?',
  oneOf: (placeholder) => `IN (SELECT value FROM json_each(${placeholder}))`,
  name: 'text',
  bytes: 'blob',
};

export const POSTGRES: Dialect = {
  placeholder: (position) => `$${position}`,
  oneOf: (placeholder) => `= ANY(${placeholder})`,
  name: 'text COLLATE "C"',
  bytes: 'bytea',
};

/** Spells a statement: `?` is a parameter, `ONE OF ?` a list of them, `NAME` and `BYTES` are column types. */
export function spell(statement: string, dialect: Dialect): string {
  let position = 0;
  return statement
    .replace(/(ONE OF )?\?/g, (_, list: string | undefined) => {
      position++;
      const placeholder = dialect.placeholder(position);
      return list === undefined ? placeholder : dialect.oneOf(placeholder);
    })
    .replace(/\bNAME\b/g, dialect.name)
    .replace(/\bBYTES\b/g, dialect.bytes);
}
