import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gatewayJson, providerJson } from './json.ts';
import { writeJsonList } from './json-list.ts';

const items = Array.from({ length: 25 }, (_, index) => ({
  name: `[] ${index}`,
  of: { a: [index] },
}));

function write(speaker: 'gateway' | 'provider', count: number, nextLink?: string) {
  let turns = 0;
  const written = writeJsonList({
    speaker,
    items: items.slice(0, count),
    toJson: (item) => item,
    nextLink,
    turn: async () => void (turns += 1),
  });
  return written.then((page) => {
    assert.equal(page.count, count);
    return { text: page.bytes.toString(), turns };
  });
}

test('json list: the bytes are those of the whole document, in either form', async () => {
  for (const count of [0, 1, 2, 25]) {
    for (const nextLink of [undefined, 'https://localhost/?$skiptoken=$&[]']) {
      const whole = { value: items.slice(0, count), nextLink };
      assert.equal((await write('provider', count, nextLink)).text, providerJson(whole).toString());
      assert.equal((await write('gateway', count, nextLink)).text, gatewayJson(whole).toString());
    }
  }
});

test('json list: others get their turn in a long page, and none is wasted on a short one', async () => {
  assert.equal((await write('provider', 25)).turns, 2);
  assert.equal((await write('provider', 9)).turns, 0);
});
