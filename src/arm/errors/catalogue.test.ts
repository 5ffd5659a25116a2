import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { EMULATOR_ERROR_STATUS } from '../../base/index.ts';

const PAGE = 'docs/reference/errors.md';

/** The codes that the first column of the page's tables lists; those of sign-in have a test of their own. */
function codesOfPage(): Set<string> {
  const rows = [...readFileSync(PAGE, 'utf8').matchAll(/^\| `(?!AADSTS)([A-Za-z]\w+)` \|/gm)];
  return new Set(rows.map(([, code]) => code ?? ''));
}

/** The codes that the catalogue makes, and those that identity makes of a refused token. */
function codesOfCatalogue(): Set<string> {
  const files = globSync('src/arm/errors/*.ts').filter((file) => !file.endsWith('.test.ts'));
  assert.ok(files.length >= 4, 'the catalogue has moved');
  const found = [...files, 'src/identity/refusals.ts'].flatMap((file) => [
    ...readFileSync(file, 'utf8').matchAll(/\bcode: '([A-Za-z]\w+)'/g),
  ]);
  return new Set(found.map(([, code]) => code ?? ''));
}

/** What is refused before anything is routed: by the listener, or for its token. */
function codesOfTheDoor(): Set<string> {
  const files = globSync(['src/server/edge/*.ts', 'src/identity/refusals.ts']);
  const found = files
    .filter((file) => !file.endsWith('.test.ts'))
    .flatMap((file) => [
      ...readFileSync(file, 'utf8').matchAll(
        /(?:\brefusal\(\s*\d{3},\s*|\bcode: )'([A-Za-z]\w+)'/g,
      ),
    ]);
  return new Set(found.map(([, code]) => code ?? ''));
}

/** What the page's second column says of each code. */
function statusesOfPage(): Map<string, string> {
  const rows = [...readFileSync(PAGE, 'utf8').matchAll(/^\| `([A-Za-z]\w+)` \| ([\d, ]+) \|/gm)];
  const codes = rows.map(([, code]) => code);
  assert.deepEqual(
    codes.filter((code, at) => codes.indexOf(code) !== at),
    [],
    `twice on ${PAGE}`,
  );
  return new Map(rows.map(([, code = '', statuses = '']) => [code, statuses]));
}

test('errors: the page lists every code, and no other', () => {
  const [page, catalogue] = [codesOfPage(), codesOfCatalogue()];
  const emulator = new Set(Object.keys(EMULATOR_ERROR_STATUS));
  assert.ok(catalogue.size > 40, `only ${catalogue.size} codes found in the catalogue`);
  assert.ok(emulator.size > 10, `only ${emulator.size} codes of the emulator found`);
  const door = codesOfTheDoor();
  assert.ok(door.size > 8, `only ${door.size} codes of the door found`);
  const all = new Set([...catalogue, ...emulator, ...door]);
  assert.deepEqual(
    [...all].filter((code) => !page.has(code)),
    [],
    `not on ${PAGE}`,
  );
  assert.deepEqual(
    [...page].filter((code) => !all.has(code)),
    [],
    `only on ${PAGE}`,
  );
});

test('errors: the page says the status of every code, once', () => {
  const page = statusesOfPage();
  const source = globSync(['src/arm/errors/*.ts', 'src/server/edge/*.ts'])
    .filter((file) => !file.endsWith('.test.ts'))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
  const made = [
    ...[...source.matchAll(/httpStatus: (\d+),\s*code: '(\w+)'/g)].map(([, a, b]) => [b, a]),
    ...[...source.matchAll(/\brefusal\(\s*(\d{3}),\s*'(\w+)'/g)].map(([, a, b]) => [b, a]),
    ...Object.entries(EMULATOR_ERROR_STATUS),
  ];
  assert.ok(made.length > 60, `only ${made.length} statuses found`);
  const wrong = made.filter(
    ([code, status]) => !page.get(String(code))?.split(', ').includes(String(status)),
  );
  assert.deepEqual(wrong, []);
});

test('errors: some test asks for every code', () => {
  const tests = globSync(['src/**/*.test.ts', 'test/**/*.ts'])
    .filter((file) => !file.endsWith('catalogue.test.ts'))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
  assert.ok(tests.length > 100_000, 'the tests have moved');
  const named = new Set(tests.match(/\b[A-Z]\w+/g));
  assert.deepEqual(
    [...codesOfPage()].filter((code) => !named.has(code)),
    [],
  );
});

test('errors: every entry of the catalogue names its source', () => {
  for (const file of globSync(
    'src/arm/errors/{front-door,resources,compute,network,deployments}.ts',
  )) {
    const lines = readFileSync(file, 'utf8').split('\n');
    const unsourced = lines.filter(
      (line, at) => /^ {2}\w+: \(/.test(line) && !/^ {2}( \*\/|\/\*\*)/.test(lines[at - 1] ?? ''),
    );
    assert.deepEqual(unsourced, [], file);
  }
});
