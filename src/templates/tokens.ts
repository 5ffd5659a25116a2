import { ParseError } from './expression-error.ts';

/** Named as Azure's messages name them where such a message is known; the others are inferred. */
export type TokenKind =
  | 'Identifier'
  | 'String'
  | 'Integer'
  | 'LeftParenthesis'
  | 'RightParenthesis'
  | 'LeftSquareBracket'
  | 'RightSquareBracket'
  | 'Comma'
  | 'Dot'
  | 'EndOfData';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
}

const SIGNS: Readonly<Record<string, TokenKind>> = {
  '(': 'LeftParenthesis',
  ')': 'RightParenthesis',
  '[': 'LeftSquareBracket',
  ']': 'RightSquareBracket',
  ',': 'Comma',
  '.': 'Dot',
};

const BLANK = /\s+/y;
const IDENTIFIER = /[\p{L}_$][\p{L}\p{N}_$]*/uy;
const INTEGER = /[+-]?\d+(?![\p{L}\p{N}_$])/uy;
/** A quote inside is doubled. */
const TEXT = /'((?:[^']|'')*)'/y;

/** Cuts the inside of an expression into tokens; the last one is EndOfData. */
export function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < source.length) {
    const blank = match(BLANK, source, at);
    if (blank !== undefined) {
      at += blank.length;
      continue;
    }
    const token = tokenAt(source, at);
    tokens.push(token);
    at += token.text.length;
  }
  tokens.push({ kind: 'EndOfData', text: '' });
  return tokens;
}

function tokenAt(source: string, at: number): Token {
  const sign = SIGNS[source[at] ?? ''];
  if (sign !== undefined) return { kind: sign, text: source[at] ?? '' };
  for (const [kind, pattern] of [
    ['Identifier', IDENTIFIER],
    ['Integer', INTEGER],
    ['String', TEXT],
  ] as const) {
    const text = match(pattern, source, at);
    if (text !== undefined) return { kind, text };
  }
  // Source: Azure/azure-api-management-devops-resource-kit #561 (message).
  throw new ParseError(
    `The language expression '${source}' is not valid: the string character '${source[at]}' at position '${at}' is not expected.`,
  );
}

function match(pattern: RegExp, source: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0];
}
