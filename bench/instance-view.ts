import { openCertificates } from '../src/server/tls/index.ts';
import type { BareAnswer, BarePorts } from './support/bare-server.ts';
import { Client, runLoad } from './support/client.ts';
import type { LoadResult } from './support/load.ts';
import {
  type Asked,
  forkHelper,
  forkServer,
  type Server,
  startProduct,
  withFolder,
} from './support/processes.ts';
import type { CpuReading } from './support/probe.ts';
import { atLeast, type Figure, main, type Report, told } from './support/report.ts';
import { median } from './support/statistics.ts';

/** Many short rounds, so that what else the machine does hits both alike. */
const ROUNDS = 25;
const REQUESTS_PER_ROUND = 2_000;
const WARM_UP_ROUNDS = 6;
const CONNECTIONS = 16;

interface Side {
  readonly server: Server;
  readonly port: number;
}

interface RoundFigures {
  readonly requestsPerSecond: number;
  readonly cpuMicros: number;
}

/** The authenticated instance view next to a bare server that sends the same bytes and headers. */
async function measure(): Promise<Report> {
  const generator = forkHelper('load.ts');
  try {
    return await withFolder(async (folder) => {
      const { server, ready } = await startProduct({ folder, clock: 'x1000' });
      const bare = forkServer('bare-server.ts');
      try {
        const client = await Client.signIn(ready);
        await client.createSet('web', 50);
        await client.untilSettled('web');
        // At the pace of real time, as a fleet that is being looked at.
        await client.setClock('real');
        const text = client.viewText('web');
        const sample = await runLoad(generator, {
          port: client.port,
          ca: null,
          text,
          connections: 1,
          requests: 1,
        });
        const { key, cert } = await openCertificates({ folder, hosts: [] });
        const ports = await bare.ask<BarePorts>(asBareAnswer(sample, key, cert));
        const figures: Figure[] = [];
        for (const [scheme, ca, target] of [
          ['HTTP', null, 0.7],
          ['HTTPS', client.ca, 0.8],
        ] as const) {
          const product = { server, port: client.port };
          const control = { server: bare, port: ca === null ? ports.http : ports.https };
          figures.push(
            ...(await compare({ generator, scheme, ca, text, target, product, control })),
          );
        }
        return { name: 'Instance view next to a bare server', figures, method: METHOD };
      } finally {
        await bare.stop();
        await server.stop();
      }
    });
  } finally {
    await generator.stop();
  }
}

const METHOD =
  `The emulator on SQLite with \`--auth verify\`, started by its command line, and a server that only calls ` +
  `\`writeHead\` and \`end\` of node:http (node:https with the same certificate) with the bytes and headers of one ` +
  `recorded answer. ${ROUNDS} rounds of ${REQUESTS_PER_ROUND} requests each, one server after the other, over ` +
  `${CONNECTIONS} kept connections from a third process; medians of the ratios of neighbouring rounds. CPU is ` +
  `that of the whole server process.`;

interface Comparison {
  readonly generator: Asked;
  readonly scheme: string;
  readonly ca: string | null;
  readonly text: string;
  readonly target: number;
  readonly product: Side;
  readonly control: Side;
}

async function compare({
  generator,
  scheme,
  ca,
  text,
  target,
  product,
  control,
}: Comparison): Promise<Figure[]> {
  const round = async ({ server, port }: Side): Promise<RoundFigures> => {
    const before = await server.probe<CpuReading>('cpu');
    const requests = REQUESTS_PER_ROUND;
    const { seconds } = await runLoad(generator, {
      port,
      ca,
      text,
      connections: CONNECTIONS,
      requests,
    });
    const after = await server.probe<CpuReading>('cpu');
    return {
      requestsPerSecond: requests / seconds,
      cpuMicros: (after.cpuMicros - before.cpuMicros) / requests,
    };
  };
  for (let at = 0; at < WARM_UP_ROUNDS; at += 1) {
    await round(product);
    await round(control);
  }
  const pairs: { ours: RoundFigures; theirs: RoundFigures }[] = [];
  for (let at = 0; at < ROUNDS; at += 1) {
    // Who goes first changes, so that neither always follows the other.
    const first = await round(at % 2 === 0 ? product : control);
    const second = await round(at % 2 === 0 ? control : product);
    pairs.push(at % 2 === 0 ? { ours: first, theirs: second } : { ours: second, theirs: first });
  }
  const of = (pick: (pair: (typeof pairs)[number]) => number): number => median(pairs.map(pick));
  return [
    atLeast(
      `${scheme}: requests per second, share of the bare server's`,
      of(({ ours, theirs }) => ours.requestsPerSecond / theirs.requestsPerSecond),
      target,
      '',
    ),
    told(
      `${scheme}: requests per second`,
      of(({ ours }) => ours.requestsPerSecond),
      '',
    ),
    told(
      `${scheme}: requests per second, bare`,
      of(({ theirs }) => theirs.requestsPerSecond),
      '',
    ),
    told(
      `${scheme}: CPU per request`,
      of(({ ours }) => ours.cpuMicros),
      ' µs',
    ),
    told(
      `${scheme}: CPU per request, bare`,
      of(({ theirs }) => theirs.cpuMicros),
      ' µs',
    ),
    told(
      `${scheme}: CPU per request, times the bare server's`,
      of(({ ours, theirs }) => ours.cpuMicros / theirs.cpuMicros),
      '',
    ),
  ];
}

/** The answer that was recorded, without what node:http adds itself. */
function asBareAnswer({ last }: LoadResult, key: string, cert: string): BareAnswer {
  const [, ...lines] = last.head.split('\r\n');
  const headers = lines
    .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)] as const)
    .filter(([name]) => name !== 'Connection' && name !== 'Keep-Alive')
    .flat();
  return { headers, body: last.body, key, cert };
}

await main(import.meta.url, measure);
