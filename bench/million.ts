import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type Lifecycle, namedLifecycle } from '../src/scaleset/index.ts';
import { startEmulator } from '../src/testing/index.ts';
import { runBareColumns, SUCCEEDED } from './support/bare-columns.ts';
import {
  GROUP_VERSION,
  groupPath,
  SET_VERSION,
  VIEW_VERSION,
  VIEWED_EXTENSIONS,
} from './support/client.ts';
import { withFolder } from './support/processes.ts';
import { atLeast, atMost, main, type Report, told } from './support/report.ts';
import { scaleSetBody } from './support/scale-set.ts';
import { MACHINE, SqliteRows } from './support/sqlite-rows.ts';
import { median } from './support/statistics.ts';

const SIZE = 1_000_000;
/** The rows, which take a hundred times as long, once in the middle of them. */
const ROUNDS = 4;

interface ProductFigures {
  readonly seconds: number;
  readonly memoryBytes: number;
  readonly diskBytes: number;
}

/** A million instances created, settled, restarted and settled again, next to rows and bare columns. */
async function measure(): Promise<Report> {
  const lifecycle = namedLifecycle('azure');
  assert.ok(lifecycle);
  runBareColumns(SIZE, lifecycle);
  const rounds: { product: ProductFigures; bareSeconds: number }[] = [];
  let rowsSeconds = Number.NaN;
  for (let at = 0; at < ROUNDS; at += 1) {
    if (at === Math.floor(ROUNDS / 2)) {
      rowsSeconds = await withFolder(async (folder) => measureRows(folder, lifecycle));
    }
    const bareBefore = measureBare(lifecycle);
    const product = await withFolder(measureProduct);
    const bareAfter = measureBare(lifecycle);
    rounds.push({ product, bareSeconds: (bareBefore + bareAfter) / 2 });
  }
  const of = (pick: (round: (typeof rounds)[number]) => number): number => median(rounds.map(pick));
  return {
    name: 'A set of a million instances',
    figures: [
      atLeast(
        'times faster than rows in SQLite',
        of(({ product }) => rowsSeconds / product.seconds),
        20,
        '',
      ),
      atMost(
        'times slower than bare typed arrays',
        of(({ product, bareSeconds }) => product.seconds / bareSeconds),
        15,
        '',
      ),
      told(
        'created, settled, restarted, settled',
        of(({ product }) => product.seconds),
        ' s',
      ),
      told('the same as rows in SQLite', rowsSeconds, ' s'),
      told(
        'the same in bare typed arrays',
        of(({ bareSeconds }) => bareSeconds),
        ' s',
      ),
      told(
        'memory per instance',
        of(({ product }) => product.memoryBytes / SIZE),
        ' B',
      ),
      told(
        'disk per instance, with its snapshot',
        of(({ product }) => product.diskBytes / SIZE),
        ' B',
      ),
    ],
    method: METHOD,
  };
}

const METHOD =
  `In one process: the emulator on SQLite under a manual clock, asked by PUT, POST and its clock, with the life cycle ` +
  `\`azure\` and two extensions (median of ${ROUNDS}); before and after each of them the same changes, counters, draws and ` +
  `times in bare typed arrays, slot by slot, without any order; in the middle, once, the nine state changes of each instance ` +
  `as UPDATEs of a row in \`node:sqlite\` (prepared, in large transactions, what is due found in its order by an index, counters as rows that move with each change). ` +
  `Memory is what typed arrays hold when all has settled; disk is the data folder after a clean stop.`;

async function measureProduct(folder: string): Promise<ProductFigures> {
  const memoryBefore = heldMemory();
  const emulator = await startEmulator({
    data: folder,
    store: `sqlite:${path.join(folder, 'lazulite.db')}`,
    capacityLimit: SIZE,
  });
  const group = groupPath(emulator.subscriptionId);
  const set = `${group}/providers/Microsoft.Compute/virtualMachineScaleSets/million`;
  const request = async (method: string, target: string, body?: object): Promise<string> => {
    const answer = await emulator.request(method, target, body);
    assert.ok(answer.httpStatus < 300, `${method} ${target}: ${answer.httpStatus}`);
    return Buffer.from(answer.bytes).toString();
  };
  await request('PUT', `${group}?api-version=${GROUP_VERSION}`, { location: 'westeurope' });

  const start = performance.now();
  await request('PUT', `${set}?api-version=${SET_VERSION}`, scaleSetBody(SIZE, VIEWED_EXTENSIONS));
  await emulator.clock.runUntilIdle();
  await request('POST', `${set}/restart?api-version=${SET_VERSION}`);
  await emulator.clock.runUntilIdle();
  const view = await request('GET', `${set}/instanceView?api-version=${VIEW_VERSION}`);
  const seconds = (performance.now() - start) / 1_000;

  const succeeded = view.match(/"ProvisioningState\/succeeded",\s*"count": (\d+)/g) ?? [];
  assert.equal(succeeded.length, 1 + VIEWED_EXTENSIONS.length, view);
  assert.ok(
    succeeded.every((count) => count.endsWith(`: ${SIZE}`)),
    view,
  );
  const memoryBytes = heldMemory() - memoryBefore;
  await emulator.close();
  const diskBytes = readdirSync(folder)
    .map((file) => statSync(path.join(folder, file)).size)
    .reduce((sum, size) => sum + size, 0);
  return { seconds, memoryBytes, diskBytes };
}

/** Bytes of typed arrays that are still in use; what the rounds before have left is collected first. */
function heldMemory(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().arrayBuffers;
}

function measureRows(folder: string, lifecycle: Lifecycle): number {
  const rows = new SqliteRows(path.join(folder, 'rows.db'), SIZE, lifecycle);
  const start = performance.now();
  rows.run();
  const seconds = (performance.now() - start) / 1_000;
  assert.equal(rows.count(MACHINE, SUCCEEDED), SIZE);
  rows.close();
  return seconds;
}

function measureBare(lifecycle: Lifecycle): number {
  const start = performance.now();
  const counts = runBareColumns(SIZE, lifecycle);
  assert.equal(counts[SUCCEEDED], SIZE);
  return (performance.now() - start) / 1_000;
}

await main(import.meta.url, measure);
