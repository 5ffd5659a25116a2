/** What may come next in a JSON text. `first…`: or the end of the empty container. */
type Expected = 'value' | 'firstValue' | 'key' | 'firstKey' | 'colon' | 'comma';

/** Characters of a text but quotes, backslashes and control characters; and escapes. */
const TEXT = String.raw`"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"`;
const NUMBER = String.raw`-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?`;
const STRING = new RegExp(TEXT, 'y');
const SCALAR = new RegExp(`(?:${TEXT}|${NUMBER}|true|false|null)(?![\\w.])`, 'y');
const BLANK = /[ \t\r\n]*/y;

/**
 * Where a text stops being JSON: the index of the first character that cannot stand there, or the
 * length of the text when it merely ends too early. V8 tells this in a form that it changes, and for
 * short texts not at all; clients of Azure are used to be told.
 */
export function jsonErrorPosition(text: string): number {
  const open: ('{' | '[')[] = [];
  let expected: Expected = 'value';
  let at = skip(BLANK, text, 0);
  while (at < text.length) {
    const character = text[at] ?? '';
    if (expected === 'comma') {
      const container = open.at(-1);
      if (container === undefined) return at;
      if (character === ',') expected = container === '{' ? 'key' : 'value';
      else if (character === CLOSES[container]) open.pop();
      else return at;
      at += 1;
    } else if (expected === 'colon') {
      if (character !== ':') return at;
      expected = 'value';
      at += 1;
    } else if (closesEmpty(expected, character)) {
      open.pop();
      expected = 'comma';
      at += 1;
    } else if (expected === 'key' || expected === 'firstKey') {
      const end = skip(STRING, text, at);
      if (end === at) return at;
      expected = 'colon';
      at = end;
    } else if (character === '{' || character === '[') {
      open.push(character);
      expected = character === '{' ? 'firstKey' : 'firstValue';
      at += 1;
    } else {
      const end = skip(SCALAR, text, at);
      if (end === at) return at;
      expected = 'comma';
      at = end;
    }
    at = skip(BLANK, text, at);
  }
  return at;
}

const CLOSES = { '{': '}', '[': ']' } as const;

function closesEmpty(expected: Expected, character: string): boolean {
  return (
    (expected === 'firstKey' && character === '}') ||
    (expected === 'firstValue' && character === ']')
  );
}

/** The index behind what the pattern matches here; the same index when it does not. */
function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}
