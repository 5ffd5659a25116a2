import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { parseSync } from 'oxc-parser';

/** DESIGN.md §3 as data: each room, from top to bottom, and the rooms it may import. */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  base: [],
  clock: ['base'],
  faults: ['base'],
  scaleset: ['base', 'faults'],
  store: ['base'],
  fleet: ['base', 'clock', 'scaleset', 'faults', 'store'],
  arm: ['base', 'clock', 'faults', 'store'],
  templates: ['base'],
  identity: ['base', 'clock', 'store'],
  providers: ['base', 'arm', 'templates', 'scaleset', 'fleet', 'store'],
  control: ['base', 'clock', 'faults', 'scaleset', 'fleet', 'store'],
  client: ['base', 'control'],
  server: [
    'base',
    'clock',
    'faults',
    'scaleset',
    'store',
    'fleet',
    'arm',
    'templates',
    'identity',
    'providers',
    'control',
  ],
  testing: ['base', 'server', 'control', 'client'],
  cli: ['base', 'server', 'control', 'client'],
};
const ORDER = Object.keys(ROOMS);

/** Files outside `src/` that a room may read: data, not code. */
const DATA = /\.(json|ya?ml)$/;

test('rooms: every import follows the table and goes through a door', () => {
  const files = globSync('src/**/*.ts');
  const found = files.flatMap((file) => violationsOf(file, readFileSync(file, 'utf8')));
  assert.deepEqual(found, []);
});

test('rooms: the scan sees every room and its imports', () => {
  const files = globSync('src/**/*.ts');
  const rooms = new Set(files.map((file) => roomOf(file)).filter((room) => room !== undefined));
  assert.deepEqual([...rooms].sort(), [...ORDER].sort());
  const imports = files.flatMap((file) => importsOf(file, readFileSync(file, 'utf8')));
  const arrows = imports.filter((name) => name.startsWith('../'));
  assert.ok(arrows.length > files.length / 2, `only ${arrows.length} imports between folders`);
  for (const room of ORDER) {
    assert.ok(files.includes(`src/${room}/index.ts`), `${room} has no door (index.ts)`);
  }
});

test('rooms: a planted violation of each kind is found', () => {
  const planted: readonly [file: string, source: string, expected: RegExp][] = [
    ['src/base/x.ts', `import { a } from '../clock/index.ts';`, /base may not import clock/],
    ['src/scaleset/x.ts', `import type { A } from '../store/index.ts';`, /may not import store/],
    ['src/fleet/a/x.ts', `export { b } from '../../arm/index.ts';`, /fleet may not import arm/],
    ['src/fleet/x.ts', `export * from '../arm/index.ts';`, /fleet may not import arm/],
    [
      'src/arm/x.ts',
      `const a = await import('../providers/index.ts');`,
      /may not import providers/,
    ],
    ['src/arm/x.ts', `type A = import('../server/index.ts').A;`, /arm may not import server/],
    ['src/clock/x.ts', `import { a } from '../base/hash.ts';`, /goes around the door of base/],
    ['src/clock/x.ts', `import '../../bench/run.ts';`, /leaves src/],
    ['src/clock/x.ts', 'await import(`../${name}/index.ts`);', /cannot be read/],
    ['src/x.ts', `export const a = 1;`, /stands outside every room/],
    ['src/attic/x.ts', `export const a = 1;`, /attic is not in the table/],
    ['src/base/x.test.ts', `import { a } from '../clock/index.ts';`, /base may not import clock/],
  ];
  for (const [file, source, expected] of planted) {
    assert.match(violationsOf(file, source).join('\n'), expected, source);
  }
});

test('rooms: what is allowed passes', () => {
  const allowed: readonly [file: string, source: string][] = [
    ['src/clock/x.ts', `import { a } from '../base/index.ts'; import fs from 'node:fs';`],
    ['src/fleet/slices/x.ts', `import { a } from '../../store/index.ts';`],
    ['src/fleet/slices/x.ts', `import { a } from '../wake.ts';`],
    ['src/scaleset/x.ts', `import azure from '../../lifecycles/azure.json' with { type: 'json' };`],
    // A test may use any room above its own to build what it tests.
    ['src/providers/x.test.ts', `import { createClock } from '../clock/index.ts';`],
  ];
  for (const [file, source] of allowed) assert.deepEqual(violationsOf(file, source), [], source);
});

function violationsOf(file: string, source: string): string[] {
  const room = roomOf(file);
  if (room === undefined) {
    return file.endsWith('.test.ts') ? [] : [`${file} stands outside every room`];
  }
  const listed = ROOMS[room];
  if (listed === undefined) return [`${file}: room ${room} is not in the table`];
  // The store's contract suite is a test as well; its engines' tests call it.
  const isTest = file.endsWith('.test.ts') || file.includes('/contract/');
  const allowed = isTest ? ORDER.slice(0, ORDER.indexOf(room)) : listed;
  return importsOf(file, source).flatMap((name) => {
    if (name === UNREADABLE) return [`${file}: an import's name cannot be read; write it out`];
    if (!name.startsWith('.')) return [];
    const target = path.posix.join(path.posix.dirname(file), name);
    const targetRoom = roomOf(target);
    if (targetRoom === room || (DATA.test(target) && targetRoom === undefined)) return [];
    if (targetRoom === undefined) return [`${file}: ${name} leaves src/`];
    if (!allowed.includes(targetRoom)) return [`${file}: ${room} may not import ${targetRoom}`];
    if (target === `src/${targetRoom}/index.ts`) return [];
    return [`${file}: ${name} goes around the door of ${targetRoom}`];
  });
}

/** The first folder under `src/`; undefined for files right in it and for all else. */
function roomOf(file: string): string | undefined {
  return /^src\/([^/]+)\//.exec(file)?.[1];
}

const UNREADABLE = '(unreadable)';

/** What a file imports: static, re-exported, dynamic and in types. */
function importsOf(file: string, source: string): string[] {
  const parsed = parseSync(file, source);
  assert.deepEqual(parsed.errors, [], file);
  const { staticImports, staticExports, dynamicImports } = parsed.module;
  const dynamic = dynamicImports.map(({ moduleRequest }) => {
    const written = source.slice(moduleRequest.start, moduleRequest.end);
    return /^(['"])(.*)\1$/.exec(written)?.[2] ?? UNREADABLE;
  });
  return [
    ...staticImports.map((statement) => statement.moduleRequest.value),
    ...staticExports.flatMap(({ entries }) =>
      entries.flatMap((entry) => (entry.moduleRequest ? [entry.moduleRequest.value] : [])),
    ),
    ...dynamic,
    // The parser's module record leaves out `import('…')` in types.
    ...[...source.matchAll(/(?<!await\s*)\bimport\(\s*'([^']+)'\s*\)\s*[.[<]/g)].map(
      ([, name]) => name ?? '',
    ),
  ];
}
