import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

/** About 300 is where a second idea has moved in; the rest is leeway for tables and tests. */
const LINES_MAX = 350;

const CODE = globSync(['src/**/*.ts', 'test/**/*.ts', 'bench/**/*.ts', 'tools/**/*.ts'], {
  exclude: ['**/node_modules/**'],
});
const PAGES = globSync(['*.md', 'docs/**/*.md']);

test('tidy: the scan sees code and pages', () => {
  assert.ok(CODE.length > 20, `only ${CODE.length} files of code`);
  assert.ok(PAGES.includes('README.md') && PAGES.length > 5, `only ${PAGES.length} pages`);
});

test('tidy: no file of code is longer than it may be', () => {
  const long = CODE.map((file) => ({ file, lines: read(file).split('\n').length - 1 }));
  assert.deepEqual(
    long.filter(({ lines }) => lines > LINES_MAX),
    [],
  );
});

test('tidy: no test is switched off or alone, nothing is left open', () => {
  // Spelt with classes, so that this file does not find itself.
  const marks = /\.(on[l]y|ski[p])\(|\b(TO[D]O|FI[X]ME)\b/;
  const found = CODE.flatMap((file) =>
    read(file)
      .split('\n')
      .flatMap((line, index) => (marks.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : [])),
  );
  assert.deepEqual(found, []);
});

test('tidy: every link of the pages leads somewhere', () => {
  const broken = PAGES.flatMap((page) => brokenLinks(page, read(page)));
  assert.deepEqual(broken, []);
});

test('tidy: every decision has a number of its own, and its heading says it', () => {
  const notes = PAGES.filter((page) => page.startsWith('docs/decisions/'));
  assert.ok(notes.length > 5, `only ${notes.length} decisions`);
  const numbers = notes.map((note) => path.posix.basename(note).slice(0, 4));
  assert.deepEqual(
    numbers.filter((number, at) => numbers.indexOf(number) !== at),
    [],
  );
  const odd = notes.filter((note, at) => !read(note).startsWith(`# ${numbers[at]} `));
  assert.deepEqual(odd, []);
});

test('tidy: every dependency has its line, and no line is of one that is gone', () => {
  const { dependencies, devDependencies } = JSON.parse(read('package.json')) as {
    readonly dependencies: Readonly<Record<string, string>>;
    readonly devDependencies: Readonly<Record<string, string>>;
  };
  const rows = read('docs/dependencies.md').match(/^\| `.*/gm) ?? [];
  const named = rows.flatMap((row) => row.split('|')[1]?.match(/[^`\s,]+(?=`)/g) ?? []);
  assert.deepEqual(
    named.sort(),
    [...Object.keys(dependencies), ...Object.keys(devDependencies)].sort(),
  );
  const inexact = Object.values({ ...dependencies, ...devDependencies });
  assert.deepEqual(
    inexact.filter((version) => !/^\d/.test(version)),
    [],
  );
});

test('tidy: a planted broken link is found', () => {
  assert.equal(brokenLinks('docs/x.md', '[a](no-such-page.md)').length, 1);
  assert.equal(brokenLinks('docs/x.md', '# Here\n[a](#there)').length, 1);
  assert.deepEqual(brokenLinks('docs/x.md', '# Over here\n[a](#over-here) [b](../LICENSE)'), []);
});

function brokenLinks(page: string, text: string): string[] {
  const prose = text.replaceAll(/^```[\s\S]*?^```/gm, '').replaceAll(/`[^`\n]*`/g, '``');
  const links = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? '');
  return links
    .filter((link) => !/^[a-z]+:/.test(link))
    .flatMap((link) => {
      const [file = '', anchor] = link.split('#');
      const target = file === '' ? page : path.posix.join(path.posix.dirname(page), file);
      if (file !== '' && !existsSync(target)) return [`${page}: ${link}: no such file`];
      if (anchor === undefined) return [];
      const targetText = file === '' ? text : read(target);
      return anchorsOf(targetText).has(anchor) ? [] : [`${page}: ${link}: no such heading`];
    });
}

/** The anchors that forges give to headings: lower case, blanks to hyphens, no punctuation. */
function anchorsOf(text: string): Set<string> {
  const headings = [...text.matchAll(/^#{1,6} (.+)$/gm)].map((match) => match[1] ?? '');
  return new Set(
    headings.map((heading) =>
      heading
        .trim()
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .replaceAll(/\s/g, '-'),
    ),
  );
}

function read(file: string): string {
  return readFileSync(file, 'utf8');
}
