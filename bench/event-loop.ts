import { setTimeout as wait } from 'node:timers/promises';
import { Client } from './support/client.ts';
import type { DelayReading, MemoryReading } from './support/probe.ts';
import { type Server, startProduct, withFolder } from './support/processes.ts';
import { atMost, type Figure, main, type Report, told } from './support/report.ts';

const SIZE = 100_000;
/** As long as the work itself takes. */
const CONTROL_MS = 5_000;
const TARGET_MS = 10;

/** How long the event loop of a server is held by what it does with a hundred thousand instances. */
async function measure(): Promise<Report> {
  return withFolder(async (folder) => {
    const figures: Figure[] = [];
    const first = await startProduct({ folder, clock: 'x600', capacityLimit: SIZE });
    try {
      const client = await Client.signIn(first.ready);
      // Code that runs for the first time is compiled, whatever the size; a small set shows it the way.
      await client.createSet('warm-up', 1_000);
      await client.untilSettled('warm-up');
      await client.restartAll('warm-up');
      await client.untilSettled('warm-up');
      figures.push(
        ...(await observe(first.server, 'idle (the noise of the machine)', null, () =>
          wait(CONTROL_MS),
        )),
      );
      figures.push(
        ...(await observe(first.server, 'created and settled', TARGET_MS, async () => {
          await client.createSet('large', SIZE);
          await client.untilSettled('large');
        })),
        ...(await observe(
          first.server,
          'restarted, settled, snapshot written',
          TARGET_MS,
          async () => {
            await client.restartAll('large');
            await client.untilSettled('large');
            // In the background, once all has come to rest.
            await wait(1_000);
          },
        )),
      );
    } finally {
      await first.server.stop();
    }
    const again = await startProduct({ folder, clock: 'x600', capacityLimit: SIZE });
    try {
      const client = await Client.signIn(again.ready);
      await client.view('warm-up');
      figures.push(
        ...(await observe(again.server, 'loaded after a new start', TARGET_MS, async () => {
          await client.view('large');
        })),
      );
      const { rssBytes } = await again.server.probe<MemoryReading>('memory');
      figures.push(told('memory of the process with the set', rssBytes / 1_048_576, ' MiB'));
    } finally {
      await again.server.stop();
    }
    return { name: 'Event loop at 100,000 instances', figures, method: METHOD };
  });
}

const METHOD =
  `The emulator on SQLite at \`--clock x600\`, its view asked for every 20 ms. Each turn is the CPU time of the main thread ` +
  `between two timers of a millisecond, garbage collection included, or the time that passed, if that is less; so what ` +
  `the machine does to other processes does not count. The delay is what \`perf_hooks.monitorEventLoopDelay\` says, ` +
  `which does count it.`;

async function observe(
  server: Server,
  what: string,
  targetMs: number | null,
  work: () => Promise<unknown>,
): Promise<Figure[]> {
  await server.probe('startDelay');
  await work();
  const reading = await server.probe<DelayReading>('readDelay');
  const longest = `${what}: longest turn of our own`;
  return [
    targetMs === null
      ? told(longest, reading.ownMsMax, ' ms')
      : atMost(longest, reading.ownMsMax, targetMs, ' ms'),
    told(`${what}: 99.9th percentile`, reading.ownMsP999, ' ms'),
    told(`${what}: greatest delay`, reading.delayMsMax, ' ms'),
  ];
}

await main(import.meta.url, measure);
