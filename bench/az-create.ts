import { spawnSync } from 'node:child_process';
import type { ReadyInformation } from '../src/server/index.ts';
import { ROOT, startProduct, withFolder } from './support/processes.ts';
import { atMost, type Figure, main, type Report, told } from './support/report.ts';
import { median } from './support/statistics.ts';

const ROUNDS = 7;
const TIMES_MAX = 1.5;
const CREATE =
  'vmss create -g bench --image Canonical:0001-com-ubuntu-server-jammy:22_04-lts-gen2:latest --orchestration-mode Uniform --instance-count 2 --admin-username azureuser --admin-password NotASecret-ForTheBench1 --authentication-type password';

/**
 * What waiting for machines costs whoever runs `az vmss create`, over what az itself needs to start, to
 * parse and to poll, which is what it takes against an emulator where everything is done at once.
 */
async function measure(): Promise<Report> {
  const report = {
    name: 'az vmss create',
    method:
      `\`az vmss create\` with a new network, a load balancer and 2 machines, until az ends with the set in Succeeded: at the default ` +
      `clock and life cycle, and with \`--clock instant\`, in turn; medians of ${ROUNDS} rounds. az is set up by \`lazulite az\`.`,
  };
  const figures = await withFolder((slow) => withFolder((fast) => compare(slow, fast)));
  return { ...report, figures };
}

async function compare(usualFolder: string, instantFolder: string): Promise<readonly Figure[]> {
  const usual = await startProduct({ folder: usualFolder, clock: 'x60' });
  const instant = await startProduct({ folder: instantFolder, clock: 'instant' });
  try {
    const seconds = { usual: [] as number[], instant: [] as number[] };
    const sides = [
      { taken: seconds.usual, folder: usualFolder, ready: usual.ready },
      { taken: seconds.instant, folder: instantFolder, ready: instant.ready },
    ];
    for (const { folder, ready } of sides) az(folder, ready, 'group create -n bench -l westeurope');
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const { taken, folder, ready } of sides) {
        taken.push(az(folder, ready, `${CREATE} -n web${round}`));
      }
    }
    const ratios = seconds.usual.map((taken, round) => taken / (seconds.instant[round] ?? 0));
    return [
      atMost('time to Succeeded, times that of an instant answer', median(ratios), TIMES_MAX, ''),
      told('time to Succeeded', median(seconds.usual), ' s'),
      told('time to Succeeded, instant', median(seconds.instant), ' s'),
    ];
  } finally {
    await usual.server.stop();
    await instant.server.stop();
  }
}

/** Runs a command as its user does; answers how many seconds it took. */
function az(folder: string, ready: ReadyInformation, words: string): number {
  const start = performance.now();
  const args = ['src/cli/main.ts', 'az', '--data', folder, '--url', ready.url, ...words.split(' ')];
  const ended = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' });
  const seconds = (performance.now() - start) / 1_000;
  if (ended.status !== 0) throw new Error(`az ${words}: ${ended.stderr}`);
  const shown = JSON.parse(ended.stdout) as { vmss?: { provisioningState: string } };
  if (words.startsWith('vmss') && shown.vmss?.provisioningState !== 'Succeeded') {
    throw new Error(`az ${words}: the set is ${shown.vmss?.provisioningState}`);
  }
  return seconds;
}

await main(import.meta.url, measure);
