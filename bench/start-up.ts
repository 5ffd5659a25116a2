import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { ReadyInformation } from '../src/server/index.ts';
import { ROOT, withFolder } from './support/processes.ts';
import { atMost, main, type Report, told } from './support/report.ts';
import { median } from './support/statistics.ts';

const ROUNDS = 5;
const GIVE_UP_SECONDS = 30;

/** From `npm start` in a checkout, with a new data folder, to the first instance view. */
async function measure(): Promise<Report> {
  const seconds: number[] = [];
  for (let at = 0; at < ROUNDS; at += 1) seconds.push(await withFolder(startOnce));
  return {
    name: 'From npm start to the first instance view',
    figures: [
      atMost('npm start to the first answered view', median(seconds), 2, ' s'),
      told('the slowest of them', Math.max(...seconds), ' s'),
    ],
    method:
      `\`npm start\` with an empty data folder (it makes its certificates, its store and the demonstration fleet), until a ` +
      `client has signed in and got an instance view with status 200; median of ${ROUNDS}.`,
  };
}

async function startOnce(folder: string): Promise<number> {
  const readyFile = path.join(folder, 'ready');
  const start = performance.now();
  const elapsed = (): number => (performance.now() - start) / 1_000;
  const args = [
    'start',
    '--silent',
    '--',
    '--port',
    '0',
    '--data',
    folder,
    '--ready-file',
    readyFile,
  ];
  const child = spawn('npm', args, {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
    detached: true,
  });
  const exited = once(child, 'exit');
  try {
    while (!existsSync(readyFile)) {
      if (child.exitCode !== null || elapsed() > GIVE_UP_SECONDS)
        throw new Error('npm start did not get ready');
      await wait(2);
    }
    const ready = JSON.parse(readFileSync(readyFile, 'utf8')) as ReadyInformation;
    const token = await signIn(ready);
    const target = `${ready.httpUrl}/subscriptions/${ready.subscriptionId}/resourceGroups/demo/providers/Microsoft.Compute/virtualMachineScaleSets/web/instanceView?api-version=2016-04-30-preview`;
    while (elapsed() < GIVE_UP_SECONDS) {
      const response = await fetch(target, { headers: { authorization: `Bearer ${token}` } });
      await response.arrayBuffer();
      if (response.status === 200) return elapsed();
      await wait(2);
    }
    throw new Error('no instance view was answered');
  } finally {
    // npm and what it started, by the group that they are alone in.
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
    await exited;
    while (existsSync(readyFile)) await wait(5);
  }
}

async function signIn({ httpUrl, tenantId }: ReadyInformation): Promise<string> {
  const response = await fetch(`${httpUrl}/${tenantId}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: 'bench',
      client_secret: 'secret',
      scope: 'https://management.azure.com/.default',
    }),
  });
  const { access_token: token } = (await response.json()) as { access_token: string };
  return token;
}

await main(import.meta.url, measure);
