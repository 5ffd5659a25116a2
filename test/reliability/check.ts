import assert from 'node:assert/strict';
import { isJsonObject, type JsonObject, type JsonValue } from '../../src/base/index.ts';
import { errorOf, type Session, textAt } from '../../src/server/index.ts';
import { SUBSCRIPTION } from '../wire/compute/support/azure.ts';
import { GROUP, setPath } from '../wire/compute/support/models.ts';
import { expectOk, read } from './client.ts';
import type { KnownSet, Ledger } from './ledger.ts';
import { VERSION } from './writer.ts';

/**
 * Compares a restarted emulator, whose clock stands, with all that was acknowledged before; then lets
 * everything come to its end, and looks again.
 */
export async function check(session: Session, ledger: Ledger): Promise<void> {
  for (const set of ledger.sets.values()) await checkSet(session, set);
  await moveClock(session, { runUntilIdle: true });
  for (const link of ledger.operations) {
    const status = textAt(await read(session, link), 'status');
    assert.ok(status === 'Succeeded' || status === 'Failed', `${link} is stuck: ${status}`);
  }
  await checkActivityLog(session, ledger);
  ledger.operations.clear();
  ledger.checkedAt = textAt(await read(session, '/_lazulite/clock'), 'now') ?? ledger.checkedAt;
  const there = new Set<string>();
  for (const set of ledger.sets.values()) {
    if (set.isThere) there.add(set.name);
    else await checkGone(session, set);
    if (set.isThere) await checkSettled(session, set);
  }
  for (const name of ledger.sets.keys()) if (!there.has(name)) ledger.gone.push(name);
  for (const name of ledger.gone) ledger.sets.delete(name);
  const listed = await read(
    session,
    `${GROUP}/providers/Microsoft.Compute/virtualMachineScaleSets?${VERSION}`,
  );
  assert.deepEqual(new Set(itemsOf(listed).map((item) => textAt(item, 'name'))), there);
}

/** What was acknowledged is in the activity log, with how it ended. */
async function checkActivityLog(
  session: Session,
  { operations, checkedAt }: Ledger,
): Promise<void> {
  const ended = new Set<string>();
  // What was before has been looked at before; two hundred rounds would read ever more.
  const filter = `eventTimestamp ge '${checkedAt}' and resourceProvider eq 'Microsoft.Compute'`;
  let link: string | undefined =
    `/subscriptions/${SUBSCRIPTION}/providers/microsoft.insights/eventtypes/management/values?api-version=2015-04-01&$filter=${encodeURIComponent(filter)}`;
  while (link !== undefined) {
    const page: JsonValue = await read(session, link.replace(/^https?:\/\/[^/]+/, ''));
    for (const event of itemsOf(page)) {
      const status = textAt(at(event, 'status'), 'value');
      const id = textAt(at(event, 'properties'), 'serviceRequestId');
      if (status === 'Succeeded' || status === 'Failed') ended.add(id ?? '');
    }
    link = textAt(page, 'nextLink');
  }
  for (const operation of operations) {
    const id = operation.match(/operations\/([0-9a-f-]+)/)?.[1] ?? '';
    assert.ok(ended.has(id), `${operation} was acknowledged and is not in the activity log`);
  }
}

export async function moveClock(session: Session, order: JsonObject): Promise<void> {
  expectOk(await session.request('POST', '/_lazulite/clock', order), 'an order to the clock');
}

/** Exactly one of what may be true is true, and the counters agree with the machines. */
async function checkSet(session: Session, set: KnownSet): Promise<void> {
  const target = `${setPath(set.name)}?${VERSION}`;
  const answer = await session.request('GET', target);
  if (answer.httpStatus === 404) {
    assert.ok(set.exists.has(false), `${set.name} was acknowledged and is lost`);
    set.found({ exists: false, capacity: 0, commands: 0 });
    return;
  }
  const body = expectOk(answer, target);
  const state = textAt(at(body, 'properties'), 'provisioningState');
  const exists = state !== 'Deleting';
  assert.ok(set.exists.has(exists), `${set.name} is ${state}`);
  const commands = Number(/^"(\d+)"$/.exec(answer.headers['etag'] ?? '')?.[1]);
  const known = [...set.commands].join(' or ');
  assert.ok(set.commands.has(commands), `${set.name}: etag ${commands}, not ${known}`);
  const capacity = Number(at(at(body, 'sku'), 'capacity'));
  const capacities = [...set.capacities].join(' or ');
  assert.ok(set.capacities.has(capacity), `${set.name}: capacity ${capacity}, not ${capacities}`);
  set.found({ exists, capacity, commands });
  await checkCounters(session, set);
}

async function checkGone(session: Session, set: KnownSet): Promise<void> {
  const answer = await session.request('GET', `${setPath(set.name)}?${VERSION}`);
  assert.equal(answer.httpStatus, 404, `${set.name} stays`);
  assert.equal(errorOf(answer).code, 'ResourceNotFound');
}

async function checkSettled(session: Session, set: KnownSet): Promise<void> {
  const counts = await checkCounters(session, set);
  const expected = set.capacity === 0 ? {} : { succeeded: set.capacity };
  assert.deepEqual(counts, expected, `${set.name} has settled`);
}

/** The instance view's counts are those of the list of instances. */
async function checkCounters(session: Session, set: KnownSet): Promise<Record<string, number>> {
  const view = await read(session, `${setPath(set.name)}/instanceView?${VERSION}`);
  const summary = itemsOf(at(view, 'virtualMachine'), 'statusesSummary');
  const counted = Object.fromEntries(
    summary.map((item) => [
      textAt(item, 'code')?.replace('ProvisioningState/', '') ?? '',
      Number(at(item, 'count')),
    ]),
  );
  const machines = itemsOf(await read(session, `${setPath(set.name)}/virtualMachines?${VERSION}`));
  const recounted: Record<string, number> = {};
  for (const machine of machines) {
    const state = textAt(at(machine, 'properties'), 'provisioningState')?.toLowerCase() ?? '';
    recounted[state] = (recounted[state] ?? 0) + 1;
  }
  assert.deepEqual(counted, recounted, `${set.name}: counters and recount`);
  return counted;
}

function at(value: JsonValue | undefined, key: string): JsonValue | undefined {
  return isJsonObject(value) ? value[key] : undefined;
}

function itemsOf(value: JsonValue | undefined, key = 'value'): readonly JsonValue[] {
  const items = at(value, key);
  return Array.isArray(items) ? items : [];
}
