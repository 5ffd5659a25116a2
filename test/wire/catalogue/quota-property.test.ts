import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import type { JsonObject } from '../../../src/base/index.ts';
import { sharedStore } from '../../../src/fleet/testing/rig.ts';
import { findVmSize } from '../../../src/providers/compute/catalogue/vm-sizes.ts';
import { parseQuota } from '../../../src/server/quota-option.ts';
import { createMemoryStore, openStore, type Store } from '../../../src/store/index.ts';
import { chanceOf } from '../../support/seeded.ts';
import { type Azure, createAzure, SUBSCRIPTION } from '../compute/support/azure.ts';
import { linuxSet, setPath } from '../compute/support/models.ts';

const FILE = 'test/wire/catalogue/quota-property.test.ts';
const SETS = 4;
const LIMIT = 40;
const SIZES = ['Standard_D2s_v5', 'Standard_D4s_v5', 'Standard_F2s_v2'];
const USAGES = `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Compute/locations/westeurope/usages`;

interface Step {
  readonly kind: 'put' | 'scale' | 'upgrade' | 'deleteMachine' | 'deleteSet' | 'wait';
  readonly set: number;
  readonly size: number;
  readonly amount: number;
  readonly automatic: boolean;
  /** Which of two processes is asked, where there are two. */
  readonly process: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom(
    'put',
    'put',
    'scale',
    'scale',
    'upgrade',
    'deleteMachine',
    'deleteSet',
    'wait',
  ),
  set: fc.nat(SETS - 1),
  size: fc.nat(SIZES.length - 1),
  amount: fc.nat(9),
  automatic: fc.boolean(),
  process: fc.nat(1),
});
/** Steps of one round are asked for at once. */
const rounds = fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), {
  minLength: 3,
  maxLength: 12,
});

async function take(azure: Azure, { kind, set, size, amount, automatic }: Step): Promise<void> {
  const target = setPath(`web${set}`);
  const mode = automatic ? 'Automatic' : 'Manual';
  const sku = { name: SIZES[size] ?? '', capacity: amount };
  const requests: Record<Step['kind'], () => Promise<unknown>> = {
    put: () =>
      azure.send('PUT', target, {
        // Machines that are begun beside the wanted ones do not count, and here each is counted.
        body: linuxSet({
          envelope: { sku },
          properties: { upgradePolicy: { mode }, overprovision: false },
        }),
      }),
    scale: () => azure.send('PATCH', target, { body: { sku: { capacity: amount } } }),
    upgrade: () => azure.send('POST', `${target}/manualupgrade`, { body: { instanceIds: ['*'] } }),
    deleteMachine: () => azure.send('DELETE', `${target}/virtualMachines/${amount}`),
    deleteSet: () => azure.send('DELETE', target),
    wait: () => azure.advance(amount * 3),
  };
  await requests[kind]();
}

async function usages(azure: Azure): Promise<Record<string, number>> {
  const answer = await azure.send('GET', USAGES);
  const rows = answer.json['value'] as { name: { value: string }; currentValue: number }[];
  return Object.fromEntries(
    rows.map((row) => [row.name.value, row.currentValue] as const).filter(([, value]) => value > 0),
  );
}

/** Every machine that there is, looked at one by one. */
async function recount(azure: Azure): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const add = (name: string, value: number): void => {
    counts[name] = (counts[name] ?? 0) + value;
  };
  for (let set = 0; set < SETS; set += 1) {
    const answer = await azure.send('GET', `${setPath(`web${set}`)}/virtualMachines`);
    if (answer.httpStatus === 404) continue;
    add('virtualMachineScaleSets', 1);
    for (const machine of answer.json['value'] as { sku: JsonObject }[]) {
      const size = findVmSize(String(machine.sku['name']));
      assert.ok(size);
      add('virtualMachines', 1);
      add('cores', size.vCpusAvailable);
      add(size.family, size.vCpusAvailable);
    }
  }
  return counts;
}

async function play(
  history: readonly (readonly Step[])[],
  stores: readonly Store[],
): Promise<void> {
  const quotas = [parseQuota(`cores=${LIMIT}`, '--quota')];
  const processes: Azure[] = [];
  for (const store of stores) {
    const [other] = processes;
    processes.push(await createAzure({ store, quotas, ...(other ? { clock: other.clock } : {}) }));
  }
  const first = processes[0] as Azure;
  for (const round of history) {
    await Promise.all(
      round.map((one) => take(processes[one.process % processes.length] as Azure, one)),
    );
    for (const azure of processes) {
      const [counted, shown] = [await recount(azure), await usages(azure)];
      for (const [name, value] of Object.entries(counted)) {
        assert.ok((shown[name] ?? 0) >= value, `${name}: ${shown[name]} shown, ${value} there`);
      }
      assert.ok((shown['cores'] ?? 0) <= LIMIT, `${shown['cores']} cores`);
    }
  }
  for (const azure of processes) await azure.settle();
  assert.deepEqual(sorted(await usages(first)), sorted(await recount(first)));
}

function sorted(counts: Record<string, number>): [string, number][] {
  return Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1));
}

test('quota: what is shown is never less than what is there, never above the limit, and right at rest', async (t) => {
  const { seed, runs } = chanceOf(t, FILE, 40);
  await fc.assert(
    fc.asyncProperty(rounds, (history) => play(history, [createMemoryStore()])),
    { seed, numRuns: runs },
  );
});

test('quota: the same on SQLite', async (t) => {
  const { seed, runs } = chanceOf(t, FILE, 6);
  const folder = await mkdtemp(path.join(os.tmpdir(), 'lazulite-quota-'));
  t.after(() => rm(folder, { recursive: true }));
  let count = 0;
  await fc.assert(
    fc.asyncProperty(rounds, async (history) => {
      count += 1;
      const store = await openStore(`sqlite:${path.join(folder, `${count}.db`)}`);
      try {
        await play(history, [store]);
      } finally {
        await store.close();
      }
    }),
    { seed, numRuns: runs },
  );
});

test('quota: the same for two processes on one store', async (t) => {
  const { seed, runs } = chanceOf(t, FILE, 15);
  await fc.assert(
    fc.asyncProperty(rounds, (history) => {
      const store = sharedStore(createMemoryStore());
      return play(history, [store, store]);
    }),
    { seed, numRuns: runs },
  );
});
