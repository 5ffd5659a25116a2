import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { type SignInError, signInErrors } from './sign-in-error.ts';

const PAGE = 'docs/reference/errors.md';

test('sign-in errors: the page lists every number with its status, and no other', () => {
  const rows = readFileSync(PAGE, 'utf8').matchAll(/^\| `AADSTS(\d+)` \| ([\d, ]+) \|/gm);
  const listed = [...rows].map(([, number, statuses = '']) => [
    Number(number),
    statuses.split(', ').map(Number),
  ]);
  const made = new Map<number, Set<number>>();
  const entries: readonly ((...given: never[]) => SignInError)[] = Object.values(signInErrors);
  for (const make of entries) {
    const { number, httpStatus } = make(0 as never, 0 as never);
    made.set(number, (made.get(number) ?? new Set()).add(httpStatus));
  }
  assert.ok(made.size > 15, `only ${made.size} numbers found`);
  const expected = [...made].map(([number, statuses]) => [
    number,
    [...statuses].toSorted((a, b) => a - b),
  ]);
  const byNumber = (a: unknown[], b: unknown[]): number => Number(a[0]) - Number(b[0]);
  assert.deepEqual(listed, expected.toSorted(byNumber), PAGE);
});

test('sign-in errors: every one says how sure we are of it', () => {
  const lines = readFileSync('src/identity/sign-in-error.ts', 'utf8').split('\n');
  const unsourced = lines.filter(
    (line, at) =>
      /^ {2}\w+: \(/.test(line) &&
      !/^ {2}\/\*\* .*(Recorded|[Qq]uoted|Inferred)/.test(lines[at - 1] ?? ''),
  );
  assert.deepEqual(unsourced, []);
});
