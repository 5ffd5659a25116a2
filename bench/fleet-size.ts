import { Client, runLoad } from './support/client.ts';
import { type Asked, forkHelper, startProduct, withFolder } from './support/processes.ts';
import { atMost, type Figure, main, type Report, told } from './support/report.ts';
import { median, quantile } from './support/statistics.ts';

const SMALL = 10;
const LARGE = 100_000;
const ROUNDS = 40;
const REQUESTS_PER_ROUND = 400;
const WARM_UP_ROUNDS = 10;
/** Ten times as fast as Azure: restarting all takes about seven seconds, some ten thousand changes each. */
const CLOCK_WHILE_CHANGING = 'x10';

const SETS = ['ten', 'idle', 'changing'] as const;
type SetName = (typeof SETS)[number];

interface RoundFigures {
  readonly medianMs: number;
  readonly p99Ms: number;
  readonly requestsPerSecond: number;
}

/** Whether the view costs the same for ten instances and for a hundred thousand, at rest and moving. */
async function measure(): Promise<Report> {
  const generator = forkHelper('load.ts');
  try {
    return await withFolder(async (folder) => {
      const { server, ready } = await startProduct({
        folder,
        clock: 'x3600',
        capacityLimit: LARGE,
      });
      try {
        const client = await Client.signIn(ready);
        await client.createSet('ten', SMALL);
        await client.createSet('idle', LARGE);
        await client.createSet('changing', LARGE);
        for (const name of SETS) await client.untilSettled(name);
        await client.setClock(CLOCK_WHILE_CHANGING);
        const figures = [
          ...(await compare(client, generator, 1)),
          ...(await compare(client, generator, 16)),
        ];
        return { name: 'Instance view by size of the fleet', figures, method: METHOD };
      } finally {
        await server.stop();
      }
    });
  } finally {
    await generator.stop();
  }
}

const METHOD =
  `One emulator with three settled sets of ${SMALL}, ${LARGE} and ${LARGE} instances and two extensions. All ` +
  `instances of the last one are restarted, at \`--clock ${CLOCK_WHILE_CHANGING}\`, again and again: while they are ` +
  `asked for it (in slices) and while their restarts end one by one. ${ROUNDS} rounds of ${REQUESTS_PER_ROUND} ` +
  `requests of each set in turn, each round on the changing set only counted while it is changing; medians of the ratios of the rounds' median latencies.`;

async function compare(client: Client, generator: Asked, connections: number): Promise<Figure[]> {
  const round = async (name: SetName): Promise<RoundFigures> => {
    const { latenciesMs, seconds } = await runLoad(generator, {
      port: client.port,
      ca: null,
      text: client.viewText(name),
      connections,
      requests: REQUESTS_PER_ROUND,
    });
    return {
      medianMs: median(latenciesMs),
      p99Ms: quantile(latenciesMs, 0.99),
      requestsPerSecond: REQUESTS_PER_ROUND / seconds,
    };
  };
  const rounds: Record<SetName, RoundFigures>[] = [];
  for (let at = 0; at < WARM_UP_ROUNDS + ROUNDS;) {
    if (await client.isSettled('changing')) await client.restartAll('changing');
    const order = SETS.map((_, place) => SETS[(place + at) % SETS.length] as SetName);
    const figures: Partial<Record<SetName, RoundFigures>> = {};
    for (const name of order) figures[name] = await round(name);
    // It may have come to rest meanwhile; then the round says nothing.
    if (await client.isSettled('changing')) continue;
    if (at >= WARM_UP_ROUNDS) rounds.push(figures as Record<SetName, RoundFigures>);
    at += 1;
  }
  const of = (pick: (figures: Record<SetName, RoundFigures>) => number): number =>
    median(rounds.map(pick));
  const over = connections === 1 ? 'one connection' : `${connections} connections`;
  return [
    atMost(
      `${over}: median latency at ${LARGE} idle, times that at ${SMALL}`,
      of(({ ten, idle }) => idle.medianMs / ten.medianMs),
      1.15,
      '',
    ),
    atMost(
      `${over}: median latency at ${LARGE} changing, times that at ${SMALL}`,
      of(({ ten, changing }) => changing.medianMs / ten.medianMs),
      1.15,
      '',
    ),
    ...SETS.flatMap((name) => [
      told(
        `${over}, ${name}: median latency`,
        of((figures) => figures[name].medianMs) * 1_000,
        ' µs',
      ),
      told(
        `${over}, ${name}: 99th percentile`,
        of((figures) => figures[name].p99Ms) * 1_000,
        ' µs',
      ),
      told(
        `${over}, ${name}: requests per second`,
        of((figures) => figures[name].requestsPerSecond),
        '',
      ),
    ]),
  ];
}

await main(import.meta.url, measure);
