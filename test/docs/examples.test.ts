import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { lazulite } from '../../src/cli/fixture.ts';
import {
  announceReady,
  createEmulator,
  type Emulator,
  parseConfig,
} from '../../src/server/index.ts';
import { GROUP, linuxSet, setPath } from '../wire/compute/support/models.ts';
import { startEmulator } from '../../src/testing/index.ts';

const ROOT = path.join(import.meta.dirname, '../..');
const GUIDES = globSync('docs/guides/*.md', { cwd: ROOT }).sort();

/** The blocks of a page in a language. */
function blocks(page: string, language: string): string[] {
  const text = readFileSync(path.join(ROOT, page), 'utf8');
  const pattern = new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\``, 'gm');
  return [...text.matchAll(pattern)].map(([, block = '']) => block);
}

const programs = GUIDES.flatMap((page) =>
  blocks(page, 'ts').flatMap((block, index) =>
    block.includes("'lazulite/testing'") ? [{ page, index, block }] : [],
  ),
);

test('examples: there are programs to run', () => {
  assert.ok(programs.length >= 6, String(programs.length));
});

for (const { page, index, block } of programs) {
  test(`examples: program ${index + 1} of ${page} passes as it stands`, () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'lazulite-example-'));
    // So that the packages it names are found.
    symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'));
    try {
      const kit = JSON.stringify(path.join(ROOT, 'src/testing/index.ts'));
      const file = path.join(folder, 'example.test.ts');
      const client = JSON.stringify(path.join(ROOT, 'src/client/index.ts'));
      const told = block.replaceAll("'lazulite/testing'", kit);
      writeFileSync(file, told.replaceAll("'lazulite/control'", client));
      const { status, stdout, stderr } = spawnSync(process.execPath, ['--test', file], {
        encoding: 'utf8',
        // A runner inside of a runner reports to the outer one and not to us.
        env: { ...process.env, NODE_TEST_CONTEXT: undefined },
      });
      assert.equal(status, 0, `${stdout}${stderr}`);
      assert.doesNotMatch(stdout, /^ℹ tests 0$/m);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
}

const data = mkdtempSync(path.join(os.tmpdir(), 'lazulite-examples-'));
let emulator: Emulator;
let stop: () => Promise<void>;

before(async () => {
  const config = parseConfig({ data, store: 'memory', port: 0, clock: 'manual', demo: true });
  emulator = await createEmulator(config);
  const announced = await announceReady(config, await emulator.listen());
  stop = async () => {
    announced.withdraw();
    await emulator.close();
  };
});

after(async () => {
  await stop();
  rmSync(data, { recursive: true });
});

/** Pages whose lines with `lazulite` are carried out one after the other. */
const COMMAND_PAGES = [
  'time',
  'faults',
  'throttling',
  'request-log',
  'reset',
  'snapshots',
  'recordings',
  'test-an-autoscaler',
];

for (const name of COMMAND_PAGES) {
  test(`examples: the commands of docs/guides/${name}.md do what they are there for`, async () => {
    await lazulite(['reset', '--data', data]);
    const session = emulator.session();
    const group = GROUP.replace('RG', 'demo');
    const zonal = linuxSet({ envelope: { zones: ['1', '2'] } });
    await session.request(
      'PUT',
      `${setPath('zonal').replace(GROUP, group)}?api-version=2024-07-01`,
      zonal,
    );
    await lazulite(['clock', 'until-idle', '--data', data]);
    const lines = blocks(`docs/guides/${name}.md`, 'sh')
      .flatMap((block) => block.split('\n'))
      .filter((line) => /^lazulite (?!start)/.test(line) && !line.includes('--follow'));
    assert.ok(lines.length > 0);
    for (const line of lines) {
      const args = wordsOf(line).map((word) =>
        /\.(?:har|xml|jsonl)$|^session\.json$/.test(word) ? path.join(data, word) : word,
      );
      const where = args[0] === 'scenario' ? [] : ['--data', data];
      const { code, error } = await lazulite([...args, ...where]);
      assert.equal(code, 0, `${line}: ${error}`);
    }
  });
}

test('examples: the commands and the played scenario of docs/guides/scenarios.md', async () => {
  const lines = blocks('docs/guides/scenarios.md', 'sh')
    .flatMap((block) => block.split('\n'))
    .filter((line) => /^lazulite (?!start)/.test(line));
  assert.ok(lines.length >= 5);
  for (const line of lines) {
    const args = wordsOf(line).map((word) =>
      word.endsWith('.xml') ? path.join(data, word) : word,
    );
    const { code, error } = await lazulite(args);
    assert.equal(code, 0, `${line}: ${error}`);
  }
  assert.match(
    readFileSync(path.join(data, 'report.xml'), 'utf8'),
    /<testsuite .* tests="1" failures="0">/,
  );
  const [, played = ''] = blocks('docs/guides/scenarios.md', 'yaml');
  const file = path.join(data, 'played.yaml');
  writeFileSync(file, played);
  const { code, out } = await lazulite(['scenario', 'run', file]);
  assert.equal(code, 0, out);
  writeFileSync(file, played.replace('status: 202', 'status: 418'));
  const junit = path.join(data, 'failed.xml');
  const failed = await lazulite(['scenario', 'run', file, '--junit', junit]);
  assert.equal(failed.code, 1);
  assert.match(
    failed.out,
    /FAIL .* line 10 +a restart is accepted\n +expected status 418, got 202/,
  );
  assert.match(readFileSync(junit, 'utf8'), /failures="1"[^]*<failure message="line 10, a restart/);
  writeFileSync(file, played.replace('idle: true', 'dance: true'));
  const wrong = await lazulite(['scenario', 'run', file]);
  assert.deepEqual([wrong.code, /line 8: \/timeline\/0/.test(wrong.error)], [2, true], wrong.error);
});

test('examples: the rules of docs/guides/faults.md are rules', async () => {
  for (const block of blocks('docs/guides/faults.md', 'json')) {
    await using emulator = await startEmulator({ lifecycle: 'fast' });
    await emulator.createScaleSet({ zones: ['1', '2'] });
    const rules = JSON.parse(block.replaceAll('/subscriptions/…/', '*/')) as object;
    const answer = await emulator.request('POST', '/_lazulite/faults', rules);
    assert.equal(answer.httpStatus, 201, JSON.stringify(answer.json));
  }
});

test('examples: the assertions of docs/guides/request-log.md are assertions', async () => {
  await using emulator = await startEmulator();
  for (const block of blocks('docs/guides/request-log.md', 'json')) {
    const answer = await emulator.request('POST', '/_lazulite/requests/assert', JSON.parse(block));
    assert.equal(answer.httpStatus, 200, JSON.stringify(answer.json));
  }
});

/** The words of a line, as a shell would have them, without the first and a comment. */
function wordsOf(line: string): string[] {
  const words = [...line.replace(/\s+#.*$/, '').matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)];
  return words.slice(1).map(([, single, double, plain]) => single ?? double ?? plain ?? '');
}
