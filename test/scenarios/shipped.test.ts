import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { loadScenario, runScenario, shippedScenarios } from '../../src/server/index.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';

let postgres: TestPostgres;
const folder = mkdtempSync(path.join(os.tmpdir(), 'lazulite-scenarios-'));
before(async () => {
  postgres = await startPostgres();
});
after(async () => {
  await postgres.stop();
  rmSync(folder, { recursive: true });
});

/** Those that only make sets are tested by what makes them. */
const ONLY_SETS = ['demo', 'reference-page'];
const PLAYED = shippedScenarios().filter((name) => !ONLY_SETS.includes(name));

test('scenarios: there are a dozen and more, each with its source', async () => {
  assert.ok(PLAYED.length >= 12, PLAYED.join());
  for (const name of PLAYED) {
    const { source, timeline } = await loadScenario(name);
    assert.ok(source.length > 0 && source.every((link) => link.startsWith('https://')), name);
    assert.ok(timeline.length > 2, name);
  }
});

for (const name of PLAYED) {
  test(`scenarios: ${name} goes as expected on both engines, twice with the same bytes`, async () => {
    const stores = [
      `sqlite:${path.join(folder, `${name}-1.db`)}`,
      `sqlite:${path.join(folder, `${name}-2.db`)}`,
      await postgres.url(),
      await postgres.url(),
    ];
    const transcripts = new Set<string>();
    for (const store of stores) {
      const { passed, steps, transcript } = await runScenario({
        choice: name,
        options: { store, data: folder },
      });
      assert.ok(passed, JSON.stringify(steps.at(-1)));
      transcripts.add(transcript);
    }
    assert.equal(transcripts.size, 1);
    const other = await runScenario({ choice: name, options: { seed: 99 } });
    assert.ok(!transcripts.has(other.transcript), 'the transcript depends on the seed');
  });
}
