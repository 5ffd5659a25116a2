import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isGuid } from '../../base/index.ts';
import { readTicket, writeTicket } from './ticket.ts';

const START = 1_795_000_000_123_456;

test('ticket: says from when to when, to the millisecond, and looks like any GUID', () => {
  for (const length of [0, 1, 999, 3_000_000, 3_600_000_000]) {
    const id = writeTicket({ startedAt: START, endsAt: START + length }, 's/n/l', 'web/1');
    assert.ok(isGuid(id));
    assert.match(id, /^.{14}4.{4}[89ab]/);
    const ticket = readTicket(id.toUpperCase(), 'S/N/L');
    assert.equal(ticket?.startedAt, START);
    assert.equal(ticket?.endsAt, START + Math.ceil(length / 1_000) * 1_000);
  }
});

test('ticket: of another scope, or made up, it is none', () => {
  const id = writeTicket({ startedAt: START, endsAt: START }, 's/n/westeurope', 'web/1');
  assert.equal(readTicket(id, 's/n/eastus'), undefined);
  assert.equal(readTicket('00000000-0000-4000-8000-000000000001', 's/n/westeurope'), undefined);
  assert.equal(readTicket('westeurope', 's/n/westeurope'), undefined);
});

test('ticket: of two resources of one instant there are two', () => {
  const ids = Array.from({ length: 100 }, (_, index) =>
    writeTicket({ startedAt: START, endsAt: START }, 's/n/l', `web/${index}`),
  );
  assert.equal(new Set(ids).size, ids.length);
});
