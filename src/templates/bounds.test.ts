import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isJsonObject, type JsonObject, type JsonValue } from '../base/index.ts';
import { errorOf, expand, valueOf } from './fixture.ts';

test('hostile: nothing reaches the prototype of objects', () => {
  const source = JSON.parse('{"a": {"__proto__": {"polluted": true}}}') as JsonObject;
  const copied = valueOf("[union(variables('a'), createObject('__proto__', 'x'))]", {
    variables: source,
  });
  assert.ok(isJsonObject(copied));
  assert.deepEqual(Object.keys(copied), ['__proto__']);
  assert.equal(Object.getPrototypeOf(copied), Object.prototype);
  assert.equal(({} as JsonObject)['polluted'], undefined);
  assert.match(
    errorOf(() => valueOf('[resourceGroup().constructor]')),
    /The language expression property 'constructor' doesn't exist/,
  );
});

const chain = (count: number, link: (next: string) => JsonValue): JsonObject =>
  Object.fromEntries([
    ...Array.from(
      { length: count },
      (_, at) => [`v${at}`, link(`variables('v${at + 1}')`)] as const,
    ),
    [`v${count}`, 'x'.repeat(64)],
  ]);
const nest = (value: JsonValue, depth: number): JsonValue =>
  Array.from({ length: depth }).reduce<JsonValue>((inner) => [inner], value);

test('hostile: work, memory and the stack are bounded', () => {
  const bombs: readonly (readonly [string, () => unknown, RegExp])[] = [
    [
      'texts that double',
      () => expand({ variables: chain(60, (next) => `[concat(${next}, ${next})]`) }),
      /Limit: '131072'/,
    ],
    [
      'lists that double',
      () => expand({ variables: chain(60, (next) => `[createArray(${next}, ${next})]`) }),
      /exceeds the limit|nested deeper/,
    ],
    [
      'literals that double',
      () => expand({ variables: chain(60, (next) => [`[${next}]`, `[${next}]`]) }),
      /exceeds the limit|nested deeper/,
    ],
    [
      'a long chain',
      () => expand({ variables: chain(250, (next) => `[concat(${next}, 'a')]`) }),
      /nested deeper than 400/,
    ],
    [
      'deep links in a chain',
      () => expand({ variables: chain(250, (next) => nest(`[${next}]`, 100)) }),
      /nested deeper/,
    ],
    [
      'loops in loops',
      () =>
        expand({
          variables: {
            copy: [
              { name: 'a', count: 800, input: { copy: [{ name: 'b', count: 800, input: 'x' }] } },
            ],
          },
        }),
      /more than 500000 steps/,
    ],
    [
      'maps in maps',
      () => valueOf("[map(range(0, 10000), lambda('a', map(range(0, 10000), lambda('b', 1))))]"),
      /more than 500000 steps/,
    ],
    [
      'a function that calls itself',
      () =>
        expand({
          functions: [
            {
              namespace: 'n',
              members: { f: { parameters: [], output: { type: 'string', value: '[n.f()]' } } },
            },
          ],
          variables: { x: '[n.f()]' },
        }),
      /nested deeper than 400/,
    ],
    [
      'lists around lists',
      () =>
        valueOf(
          "[reduce(range(0, 200), 'x', lambda('c', 'n', createArray(lambdaVariables('c'))))]",
        ),
      /A template value is nested deeper than 128 levels/,
    ],
    [
      'deep JSON in a text',
      () => valueOf(`[json('${'['.repeat(5000)}${']'.repeat(5000)}')]`),
      /nested deeper than 128/,
    ],
    [
      'a deep template',
      () => expand({ variables: { x: nest(1, 10_000) } }),
      /nested deeper than 128/,
    ],
    [
      'a large template',
      () => expand({ variables: { x: 'x'.repeat(4 * 1024 * 1024) } }),
      /exceeds the limit of '4194304'/,
    ],
  ];
  for (const [name, run, message] of bombs) assert.match(errorOf(run), message, name);
});
