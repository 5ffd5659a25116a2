import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../src/base/index.ts';
import { createAzure } from './support/azure.ts';
import { extension, linuxSet, setPath } from './support/models.ts';

const MODEL = linuxSet({
  extensions: [extension('A'), extension('B', { provisionAfterExtensions: ['A'] })],
  envelope: { tags: { a: 'b' }, zones: ['1'], identity: { type: 'SystemAssigned' } },
  osProfile: { windowsConfiguration: null, customData: 'aGVsbG8=' },
  profile: { userData: 'aGVsbG8=' },
});

/** All places of a value, from the outside in. */
function placesOf(value: JsonValue, path: (string | number)[] = []): (string | number)[][] {
  const children = Array.isArray(value)
    ? value.map((child, index) => [index, child] as const)
    : isJsonObject(value)
      ? Object.entries(value)
      : [];
  return [path, ...children.flatMap(([key, child]) => placesOf(child, [...path, key]))];
}

function replaced(value: JsonValue, path: readonly (string | number)[], by: JsonValue): JsonValue {
  const [key, ...rest] = path;
  if (key === undefined) return by;
  const copy = structuredClone(value) as JsonObject;
  copy[key] = replaced(copy[key] ?? null, rest, by);
  return copy;
}

const PLACES = placesOf(MODEL);
const odd = fc.oneof(
  fc.constantFrom<JsonValue>(
    null,
    true,
    -1,
    1e308,
    0.5,
    '',
    ' ',
    '*',
    '__proto__',
    '\u0000',
    [],
    {},
    [[]],
    [null],
  ),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<JsonValue>,
  fc.constant(
    JSON.parse(
      '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}',
    ) as JsonValue,
  ),
);

/** Never an error of ours, whatever is sent; and what was accepted can be read and put back. */
test("hostile models: refused in Azure's form or accepted whole, never a 500", async () => {
  const azure = await createAzure();
  let accepted = 0;
  let number = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...PLACES),
      odd,
      fc.constantFrom('PUT', 'PATCH'),
      async (place, value, method) => {
        const path = setPath(method === 'PUT' ? `s${(number += 1)}` : 'fixed');
        if (number % 50 === 1) await azure.send('PUT', setPath('fixed'), { body: MODEL });
        const answer = await azure.send(method, path, {
          raw: JSON.stringify(replaced(MODEL, place, value)),
        });
        assert.ok(answer.httpStatus < 500, answer.text);
        if (answer.httpStatus >= 400) {
          const error = answer.json['error'] as JsonObject;
          assert.equal(typeof error['code'], 'string');
          assert.equal(typeof error['message'], 'string');
          return;
        }
        accepted += 1;
        const read = await azure.send('GET', path);
        assert.equal(read.httpStatus, 200);
        assert.equal((await azure.send('GET', `${path}/instanceView`)).httpStatus, 200);
        assert.equal(
          (await azure.send('GET', `${path}/virtualMachines/0`, { version: '2017-03-30' }))
            .httpStatus < 500,
          true,
        );
        const back = await azure.send('PUT', path, { body: read.json });
        assert.equal(back.httpStatus, 200, back.text);
      },
    ),
    { numRuns: 400, seed: 20261123 },
  );
  assert.ok(accepted > 20, `${accepted} accepted`);
  assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
});

test('hostile actions: ids and flags of any kind, never a 500', async () => {
  const azure = await createAzure();
  await azure.send('PUT', setPath('web'), { body: linuxSet() });
  const verb = fc.constantFrom(
    'start',
    'poweroff',
    'delete',
    'manualupgrade',
    'setOrchestrationServiceState',
    'reimage',
  );
  await fc.assert(
    fc.asyncProperty(verb, odd, odd, async (word, ids, action) => {
      const body = { instanceIds: ids, serviceName: 'AutomaticRepairs', action };
      const answer = await azure.send('POST', `${setPath('web')}/${word}`, { body });
      assert.ok(answer.httpStatus < 500, answer.text);
    }),
    { numRuns: 200, seed: 20261123 },
  );
});
