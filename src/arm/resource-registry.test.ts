import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMemoryStore } from '../store/index.ts';
import { parseFilter, RESOURCE_FILTERS } from './resource-filter.ts';
import {
  createResourceRegistry,
  deleteResourceEntry,
  putResourceEntry,
  type ResourceEntry,
} from './resource-registry.ts';

const TYPE = 'Microsoft.Compute/virtualMachineScaleSets';

function entry(group: string, name: string, more: Partial<ResourceEntry> = {}): ResourceEntry {
  return {
    id: `/subscriptions/S/resourceGroups/${group}/providers/${TYPE}/${name}`,
    name,
    type: TYPE,
    location: 'westeurope',
    createdAt: 1,
    ...more,
  };
}

test('registry: an entry is found by its id in any spelling, and gone when deleted', async () => {
  const store = createMemoryStore();
  const registry = createResourceRegistry({ store, now: () => 0 });
  const web = entry('Rg', 'Web', { tags: { a: 'b' } });
  await store.commit([putResourceEntry(web)]);
  assert.deepEqual(await registry.get(`/${web.id.toUpperCase()}/`), web);
  await store.commit([deleteResourceEntry(web.id.toLowerCase())]);
  assert.equal(await registry.get(web.id), undefined);
});

test('registry: lists a subscription, a group, a type, in pages without gaps', async () => {
  const store = createMemoryStore();
  const registry = createResourceRegistry({ store, now: () => 0 });
  await store.commit([
    ...Array.from({ length: 1_203 }, (_, index) => putResourceEntry(entry('a', `s${index}`))),
    putResourceEntry(entry('ab', 'other')),
    putResourceEntry(
      entry('a', 'x', {
        type: 'Microsoft.Other/things',
        id: '/subscriptions/S/resourceGroups/a/providers/Microsoft.Other/things/x',
      }),
    ),
    putResourceEntry(
      entry('a', 'foreign', { id: '/subscriptions/T/resourceGroups/a/providers/p/t/foreign' }),
    ),
  ]);
  const count = async (query: object, limit: number): Promise<number[]> => {
    const sizes: number[] = [];
    let after: string | null = null;
    const names = new Set<string>();
    do {
      const page: Awaited<ReturnType<typeof registry.list>> = await registry.list({
        subscriptionId: 's',
        ...query,
        ...(after === null ? {} : { after }),
        limit,
      });
      sizes.push(page.entries.length);
      for (const { id } of page.entries) names.add(id);
      after = page.next;
    } while (after !== null);
    assert.equal(
      names.size,
      sizes.reduce((sum, size) => sum + size, 0),
    );
    return sizes;
  };
  assert.deepEqual(await count({}, 1_205), [1_205]);
  assert.deepEqual(await count({}, 1_000), [1_000, 205]);
  assert.deepEqual(await count({ resourceGroupName: 'A' }, 602), [602, 602]);
  assert.deepEqual(
    await count({ resourceGroupName: 'A', type: TYPE.toUpperCase() }, 2_000),
    [1_203],
  );
  assert.deepEqual(await count({ type: 'microsoft.other/things' }, 1), [1]);
  const filter = parseFilter("resourceGroup eq 'AB' or name eq 'S7'", RESOURCE_FILTERS);
  assert.deepEqual(await count({ filter }, 1), [1, 1]);
  assert.deepEqual(await count({ subscriptionId: 'none' }, 5), [0]);
});

const item = {
  name: 'web-1',
  type: TYPE,
  location: 'westeurope',
  resourceGroupName: 'Rg',
  tags: { Env: 'prod', team: 'a' },
};

test('filter: what clients write is understood', () => {
  const cases: [string, boolean][] = [
    [`resourceType eq '${TYPE.toLowerCase()}'`, true],
    ["RESOURCETYPE EQ 'x/y'", false],
    ["name eq 'WEB-1' and location eq 'westeurope'", true],
    ["name ne 'web-1'", false],
    ["substringof('EB', name)", true],
    ["substringof('compute',resourceType) and substringof('zz', name)", false],
    ["tagName eq 'env' and tagValue eq 'prod'", true],
    ["tagName eq 'env' and tagValue eq 'a'", false],
    ["tagName eq 'team' and tagValue eq 'a' and name eq 'web-1'", true],
    ["tagName eq 'none' or (resourceGroup eq 'rg' and tagName eq 'team')", true],
    ["startswith(tagName, 'EN')", true],
    ["name eq 'it''s'", false],
  ];
  for (const [text, expected] of cases) {
    assert.equal(parseFilter(text, RESOURCE_FILTERS)(item), expected, text);
  }
});

test('filter: what is not understood is refused, never left out', () => {
  const bad = [
    'name',
    "name eq 'a",
    "name eq 'a' and",
    "name gt 'a'",
    "name eq 'a' name eq 'b'",
    "plan eq 'a'",
    "startswith(resourceType, 'Microsoft')",
    'startswith(resourceType, "Microsoft")',
    "tagName ne 'a'",
    "(name eq 'a'",
    `${'('.repeat(5_000)}name eq 'a'`,
    '$filter=name',
    "contains(name, 'a')",
  ];
  for (const text of bad) {
    assert.throws(
      () => parseFilter(text, RESOURCE_FILTERS),
      {
        httpStatus: 400,
        code: 'InvalidFilterInQueryString',
        message: `Invalid $filter '${text}' specified in the query string.`,
      },
      text,
    );
  }
  assert.throws(() => parseFilter("name eq 'a'", []), { code: 'InvalidFilterInQueryString' });
});
