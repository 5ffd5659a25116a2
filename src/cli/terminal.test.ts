import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createScreen, processTerminal } from './terminal.ts';

interface Size {
  readonly isTTY: boolean;
  readonly columns?: number;
  readonly rows?: number;
}

/** A process whose standard output is of that size, and what was written to it. */
function processOf(size: Size): { process: Parameters<typeof processTerminal>[0]; out: string[] } {
  const out: string[] = [];
  const stdout = Object.assign(Object.create(process.stdout), size, {
    write: (text: string) => out.push(text) > 0,
  });
  return { process: { stdout, stderr: process.stderr, env: {} }, out };
}

test('a terminal has the size that it says', () => {
  const terminal = processTerminal(processOf({ isTTY: true, columns: 80, rows: 24 }).process);
  assert.deepEqual([terminal.columns, terminal.rows], [80, 24]);
});

test('a pseudo terminal without a size is written to as if there were none', () => {
  const unsized = processTerminal(processOf({ isTTY: true, columns: 0, rows: 0 }).process);
  assert.deepEqual([unsized.columns, unsized.rows], [100, 50]);
});

test('a screen of no size shows the lines and not only that there are more', () => {
  const { process: unsized, out } = processOf({ isTTY: true, columns: 0, rows: 0 });
  createScreen(processTerminal(unsized)).draw(['one', 'two', 'three']);
  assert.match(out.join(''), /one\n.*two\n.*three\n/u);
  assert.doesNotMatch(out.join(''), /more lines/u);
});
