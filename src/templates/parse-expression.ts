import type { Expression } from './expression.ts';
import { ParseError, unparsable } from './expression-error.ts';
import { EXPRESSION_CHARACTERS_MAX, EXPRESSION_DEPTH_MAX } from './limits.ts';
import { type Token, type TokenKind, tokenize } from './tokens.ts';

/** Parses the text of an expression, with its brackets. Throws ExpressionError. */
export function parseExpression(text: string): Expression {
  if (text.length > EXPRESSION_CHARACTERS_MAX) {
    // Inferred wording; the limit is documented.
    throw new ParseError(
      `The language expression length limit exceeded. Limit: '${EXPRESSION_CHARACTERS_MAX}' and actual: '${text.length}'.`,
    );
  }
  const parser = new Parser(text.slice(1, -1));
  return parser.whole();
}

class Parser {
  readonly #source: string;
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(source: string) {
    this.#source = source;
    this.#tokens = tokenize(source);
  }

  whole(): Expression {
    const expression = this.#expression();
    this.#take('EndOfData');
    return expression;
  }

  #expression(): Expression {
    this.#depth += 1;
    if (this.#depth > EXPRESSION_DEPTH_MAX) {
      throw unparsable(this.#source, `it is nested deeper than ${EXPRESSION_DEPTH_MAX} levels`);
    }
    const kind = this.#peek();
    const expression =
      kind === 'String' || kind === 'Integer' ? this.#literal() : this.#members(this.#call());
    this.#depth -= 1;
    return expression;
  }

  #literal(): Expression {
    const token = this.#take(this.#peek());
    if (token.kind === 'String') {
      return { kind: 'literal', value: token.text.slice(1, -1).replaceAll("''", "'") };
    }
    const value = Number(token.text);
    if (!Number.isSafeInteger(value)) {
      throw unparsable(this.#source, `the integer '${token.text}' is out of range`);
    }
    return { kind: 'literal', value };
  }

  #call(): Expression {
    let name = this.#take('Identifier').text;
    while (this.#peek() === 'Dot') {
      this.#at += 1;
      name += `.${this.#take('Identifier').text}`;
    }
    this.#take('LeftParenthesis');
    const args: Expression[] = [];
    while (this.#peek() !== 'RightParenthesis') {
      if (args.length > 0) this.#take(this.#peek() === 'Comma' ? 'Comma' : 'RightParenthesis');
      args.push(this.#expression());
    }
    this.#take('RightParenthesis');
    return { kind: 'call', name, args };
  }

  /** What follows a call: `.name` and `[key]`. Each is a level, as it will be one to evaluate. */
  #members(target: Expression): Expression {
    let expression = target;
    for (let count = 1; ; count += 1) {
      if (count > EXPRESSION_DEPTH_MAX) {
        throw unparsable(this.#source, `it is nested deeper than ${EXPRESSION_DEPTH_MAX} levels`);
      }
      const kind = this.#peek();
      if (kind === 'Dot') {
        this.#at += 1;
        const name = this.#take('Identifier').text;
        expression = {
          kind: 'member',
          target: expression,
          key: { kind: 'literal', value: name },
        };
      } else if (kind === 'LeftSquareBracket') {
        this.#at += 1;
        const key = this.#expression();
        this.#take('RightSquareBracket');
        expression = { kind: 'member', target: expression, key };
      } else return expression;
    }
  }

  #peek(): TokenKind {
    return this.#tokens[this.#at]?.kind ?? 'EndOfData';
  }

  #take(kind: TokenKind): Token {
    const token = this.#tokens[this.#at];
    if (token?.kind === kind) {
      this.#at += 1;
      return token;
    }
    // Source: Azure/azure-cli #14373 and mspnp/microservices-reference-implementation #217.
    throw unparsable(this.#source, `expected token '${kind}' and actual '${this.#peek()}'`);
  }
}
