import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { isJsonObject } from '../../src/base/index.ts';
import { createSession, type Session } from '../../src/server/index.ts';
import { chanceOf } from '../support/seeded.ts';
import { linuxSet } from '../wire/compute/support/models.ts';
import { complaintAbout, describe } from './judge.ts';
import { malformedBytes } from './malformed.ts';
import { Draw } from './nasty.ts';
import { RawConnection, type RawRequest } from './raw-connection.ts';
import { hostileRequest, type Surroundings } from './requests.ts';

const FILE = 'test/hostile/hostile.test.ts';
/** For `npm test`; `npm run test:hostile` sends 20,000. */
const REQUESTS = 2_000;
const CONNECTIONS = 4;
/** One in so many is no HTTP at all. */
const MALFORMED_SHARE = 20;
/** Between looks at the memory, so that work that was accepted comes to its end. */
const ROUNDS = 4;
/** What a later half of the requests may leave behind: caches fill, code is compiled. */
const GROWTH_BYTES_MAX = 12 * 1_048_576;
const COMPLAINTS_SHOWN = 12;

test('hostile: thousands of malformed and hostile requests are refused in order, and leave nothing behind', async (t) => {
  const { seed, runs } = chanceOf(t, FILE, REQUESTS);
  const folder = await mkdtemp(join(tmpdir(), 'lazulite-hostile-'));
  const victim = await startVictim(`sqlite:${join(folder, 'lazulite.db')}`);
  try {
    const memory: number[] = [];
    const tally: Record<string, number> = {};
    for (let round = 0; round < ROUNDS; round += 1) {
      await makeGroups(victim);
      const range = [(runs * round) / ROUNDS, (runs * (round + 1)) / ROUNDS].map(Math.floor);
      const complaints = await attack(victim, seed, range, tally);
      assert.deepEqual(complaints, []);
      await victim.session.request('POST', '/_lazulite/clock', { runUntilIdle: true });
      memory.push(await victim.memory());
    }
    await tellStory(victim);
    await victim.stop();
    assert.equal(victim.errors.join(''), '', 'nothing was complained about');
    t.diagnostic(`${runs} requests; answers by status: ${JSON.stringify(tally)}`);
    t.diagnostic(
      `memory after each quarter: ${memory.map((bytes) => `${(bytes / 1e6).toFixed(1)} MB`).join(', ')}`,
    );
    const [, half = 0, , end = 0] = memory;
    assert.ok(end - half < GROWTH_BYTES_MAX, 'the memory does not grow');
  } finally {
    victim.end();
    await rm(folder, { recursive: true, force: true });
  }
});

interface Victim extends Surroundings {
  readonly port: number;
  readonly session: Session;
  readonly errors: readonly string[];
  memory(): Promise<number>;
  stop(): Promise<void>;
  end(): void;
}

async function startVictim(store: string): Promise<Victim> {
  const file = fileURLToPath(new URL('./victim.ts', import.meta.url));
  const child = fork(file, [store], {
    execArgv: ['--expose-gc'],
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
  });
  const errors: string[] = [];
  child.stderr?.setEncoding('utf8').on('data', (text: string) => errors.push(text));
  const { url, subscriptionId } = await told<{ url: string; subscriptionId: string }>(child);
  const { host, port } = new URL(url);
  const token = await signIn(url, subscriptionId);
  const ended = once(child, 'exit');
  return {
    host,
    port: Number(port),
    token,
    subscriptionId,
    errors,
    session: createSession({
      host,
      token: () => Promise.resolve(token),
      send: async ({ method, target, headers, body }) => {
        const { host: _, 'content-length': __, ...sent } = headers;
        const answer = await fetch(new URL(target, url), {
          method,
          headers: sent as Record<string, string>,
          ...(body.length > 0 && { body: Buffer.from(body) }),
        });
        const bytes = new Uint8Array(await answer.arrayBuffer());
        return { httpStatus: answer.status, headers: [...answer.headers].flat(), body: bytes };
      },
    }),
    async memory() {
      child.send('memory');
      return (await told<{ memory: number }>(child)).memory;
    },
    async stop() {
      child.send('stop');
      assert.deepEqual(await ended, [0, null], 'it stops well');
    },
    end: () => void child.kill('SIGKILL'),
  };
}

/** The next message, or a failure when the process has ended. */
async function told<T>(child: ChildProcess): Promise<T> {
  const calledOff = new AbortController();
  const { signal } = calledOff;
  const [message] = (await Promise.race([
    once(child, 'message', { signal }),
    once(child, 'exit', { signal }).then(([code, by]) => assert.fail(`it ended: ${code} ${by}`)),
  ]).finally(() => calledOff.abort())) as [T];
  return message;
}

async function signIn(url: string, tenantId: string): Promise<string> {
  const answer = await fetch(`${url}/${tenantId}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: 'somebody',
      client_secret: 'something',
      scope: `${url}/.default`,
    }),
  });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  return token;
}

/** Sends the requests of a range of numbers over a few connections; what was wrong with the answers. */
async function attack(
  victim: Victim,
  seed: number,
  [from = 0, to = 0]: readonly number[],
  tally: Record<string, number>,
): Promise<string[]> {
  const complaints: string[] = [];
  let next = from;
  const work = async (): Promise<void> => {
    const connection = new RawConnection(victim.port);
    while (next < to && complaints.length < COMPLAINTS_SHOWN) {
      const number = next;
      next += 1;
      const draw = new Draw(seed, number);
      const malformed = draw.below(MALFORMED_SHARE) === 0;
      const request: RawRequest = malformed
        ? malformedBytes(draw, victim.host)
        : hostileRequest(draw, victim);
      const answer = await connection.exchange(request);
      const status = answer === undefined ? 'none' : String(answer.httpStatus);
      tally[status] = (tally[status] ?? 0) + 1;
      // What is no HTTP may be cut off without an answer; nothing else may.
      const complaint =
        answer === undefined
          ? malformed
            ? undefined
            : 'there was no answer'
          : complaintAbout(request, answer);
      if (complaint !== undefined) {
        const shown = answer?.body.toString('utf8').slice(0, 500) ?? '';
        complaints.push(`request ${number}: ${complaint}\n${describe(request)}\n→ ${shown}`);
      }
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, work));
  return complaints;
}

/** In which the hostile requests look for sets. */
async function makeGroups({ session, subscriptionId }: Victim): Promise<void> {
  for (const name of ['rg0', 'rg1', 'rg2']) {
    const group = `/subscriptions/${subscriptionId}/resourceGroups/${name}`;
    const body = { location: 'westeurope' };
    const answer = await session.request('PUT', `${group}?api-version=2022-09-01`, body);
    assert.ok(answer.httpStatus < 300, `PUT ${name}: ${answer.httpStatus}`);
  }
}

/** What everybody does, as if nothing had happened. */
async function tellStory({ session, subscriptionId }: Victim): Promise<void> {
  const group = `/subscriptions/${subscriptionId}/resourceGroups/afterwards`;
  const set = `${group}/providers/Microsoft.Compute/virtualMachineScaleSets/web`;
  const version = 'api-version=2024-07-01';
  const ask = async (method: string, target: string, body?: unknown) => {
    const answer = await session.request(method, target, body);
    assert.ok(answer.httpStatus < 300, `${method} ${target}: ${answer.httpStatus}`);
    return isJsonObject(answer.json) ? answer.json : {};
  };
  await ask('PUT', `${group}?api-version=2022-09-01`, { location: 'westeurope' });
  await ask('PUT', `${set}?${version}`, linuxSet({ capacity: 3 }));
  await ask('POST', '/_lazulite/clock', { runUntilIdle: true });
  const view = await ask('GET', `${set}/instanceView?${version}`);
  assert.deepEqual(view['virtualMachine'], {
    statusesSummary: [{ code: 'ProvisioningState/succeeded', count: 3 }],
  });
  await ask('DELETE', `${group}?api-version=2022-09-01`);
  await ask('POST', '/_lazulite/clock', { runUntilIdle: true });
  const gone = await session.request('GET', `${set}?${version}`);
  assert.equal(gone.httpStatus, 404);
}
