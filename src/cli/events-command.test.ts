import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import type { StreamedEventView } from '../client/index.ts';
import { announceReady, createEmulator, type Emulator, parseConfig } from '../server/index.ts';
import { lazulite } from './fixture.ts';
import { run } from './run.ts';

async function start(context: TestContext): Promise<{ data: string; emulator: Emulator }> {
  const data = mkdtempSync(path.join(os.tmpdir(), 'lazulite-events-'));
  const config = parseConfig({ data, store: 'memory', port: 0, clock: 'manual', demo: true });
  const emulator = await createEmulator(config);
  const announced = await announceReady(config, await emulator.listen());
  context.after(async () => {
    announced.withdraw();
    await emulator.close();
    rmSync(data, { recursive: true });
  });
  return { data, emulator };
}

function eventsIn(text: string): StreamedEventView[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as StreamedEventView);
}

test('events: what has happened, as lines or as JSON, filtered', async (context) => {
  const { data } = await start(context);
  await lazulite(['clock', 'until-idle', '--data', data]);
  const shown = await lazulite(['events', '--data', data], {}, { interactive: true });
  assert.equal(shown.code, 0, shown.error);
  assert.match(
    shown.out,
    /^2026-01-01T00:00:00\+00:00 {2}demo\/\w+ {2}create of \d+ {2}none → inProgress\n/,
  );
  assert.match(shown.out, /\n\S+ {2}demo\/web {2}web_0 {2}none → creating {2}create\n/);
  const filter = '--resource */web --instance web_0 --subject instance --operation create';
  const json = await lazulite(['events', ...filter.split(' '), '--json', '--data', data]);
  const events = eventsIn(json.out);
  assert.ok(events.length > 1);
  for (const { subject, set, cause } of events) {
    assert.deepEqual([subject, set.split('/').at(-1), cause?.kind], ['instance', 'web', 'create']);
  }
  const wrong = await lazulite(['events', '--since', 'noon', '--data', data]);
  assert.deepEqual([wrong.code, wrong.out], [1, '']);
  assert.match(wrong.error, /since must be a time/);
});

test('events: follows what happens, each event once, over a reset and until the emulator ends', async (context) => {
  const { data, emulator } = await start(context);
  const written = { out: '', error: '' };
  let look = (): void => {};
  const terminal = {
    interactive: false,
    color: false,
    columns: 100,
    rows: 40,
    write: (text: string) => {
      written.out += text;
      look();
    },
    writeError: (text: string) => {
      written.error += text;
      look();
    },
  };
  const until = (isSo: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      look = () => {
        if (isSo()) resolve();
      };
      look();
    });
  const args = ['events', '--follow', '--subject', 'operation', '--data', data];
  const followed = run(args, { terminal, environment: {}, program: 'lazulite' });
  await until(() => eventsIn(written.out).length === 4);
  await lazulite(['clock', 'until-idle', '--data', data]);
  await until(() => eventsIn(written.out).length === 8);
  assert.equal(new Set(eventsIn(written.out).map(({ id }) => id)).size, 8);
  await lazulite(['reset', '--data', data]);
  await until(() => /The emulator ends or begins anew/.test(written.error));
  await emulator.close();
  assert.equal(await followed, 1);
  assert.match(written.error, /No emulator answers at .*\(EMU_NO_EMULATOR\)\n$/);
});

test('health: says whether the emulator answers and is ready, without signing in', async (context) => {
  const { data, emulator } = await start(context);
  const shown = await lazulite(['health', '--data', data], {}, { interactive: true });
  assert.match(shown.out, /^Lazulite \d+\.\d+\.\d+ at https:\/\/localhost:\d+ is ready\.\n$/);
  const { out, code } = await lazulite(['health', '--json', '--data', data]);
  assert.equal(code, 0);
  const answer = JSON.parse(out) as Record<string, { status: string }>;
  assert.deepEqual([answer['health']?.status, answer['ready']?.status], ['ready', 'ready']);
  await emulator.close();
  const gone = await lazulite(['health', '--data', data]);
  assert.deepEqual([gone.code, gone.out], [1, '']);
  assert.match(gone.error, /No emulator answers/);
});
