import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { EmulatorError, type HttpResponse, type JsonValue } from '../../base/index.ts';
import type { Lifecycle } from '../../scaleset/index.ts';
import { applyScenario, loadScenario, type Scenario } from './scenario.ts';
import { createSession, type Session } from '../session.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'lazulite-scenario-'));
after(() => rmSync(folder, { recursive: true }));

const WEB = {
  resourceGroup: 'demo',
  scaleSet: {
    name: 'web',
    location: 'westeurope',
    body: { sku: { capacity: 3 }, note: '{subscriptionId}' },
  },
};

function lifecyclesOf({ sets }: Pick<Scenario, 'sets'>): (string | undefined)[] {
  return sets.map((set) => (set.kind === 'scaleSet' ? set.lifecycle?.name : undefined));
}

test('scenario: the shipped ones can be read', async () => {
  const demo = await loadScenario('demo');
  assert.equal(demo.name, 'demo');
  assert.deepEqual(
    demo.sets.map(({ name }) => name),
    ['web', 'batch', 'win', 'unlucky'],
  );
  assert.equal(lifecyclesOf(demo)[3], 'demo-unlucky');
});

test('scenario: reads YAML, and a life cycle by name, by file and as it is', async () => {
  const own = { name: 'own', steps: { boot: '1s' } };
  write('slow.json', JSON.stringify({ ...own, name: 'slow' }));
  const file = write(
    'x.yaml',
    `name: x\ndescription: d\nlifecycle: fast\nresources:\n${[
      '',
      '    lifecycle: ./slow.json\n',
      `    lifecycle: ${JSON.stringify(own)}\n`,
    ]
      .map(
        (lifecycle, index) =>
          `  - resourceGroup: g\n${lifecycle}    scaleSet: { name: s${index}, location: westus, body: {} }\n`,
      )
      .join('')}`,
  );
  const { sets } = await loadScenario(file);
  assert.deepEqual(lifecyclesOf({ sets }), ['fast', 'slow', 'own']);
  assert.equal(sets[0]?.apiVersion, '2024-07-01');
});

test('scenario: a mistake names its place', async () => {
  const refused: readonly [document: unknown, RegExp][] = [
    ['text', /the document must be object/],
    [{ name: 'x' }, /must have required property 'description'/],
    [{ name: 'x', description: 'd', resources: [] }, /\/resources must NOT have fewer than 1/],
    [
      { name: 'x', description: 'd', resources: [{}] },
      /\/resources\/0 must have required property/,
    ],
    [
      { name: 'x', description: 'd', resources: [{ ...WEB, speed: 1 }] },
      /\/resources\/0 must NOT have additional/,
    ],
  ];
  for (const [document, message] of refused) {
    await assert.rejects(
      loadScenario(write('bad.json', JSON.stringify(document))),
      coded('EMU_BAD_SCENARIO', message),
    );
  }
  await assert.rejects(
    loadScenario('no-such-one'),
    coded('EMU_BAD_SCENARIO', /There is no scenario "no-such-one"; there are .*demo/),
  );
  await assert.rejects(
    loadScenario('./no-such.json'),
    coded('EMU_BAD_SCENARIO', /cannot be read \(ENOENT\)/),
  );
  await assert.rejects(
    loadScenario(write('odd.yaml', 'a: [')),
    coded('EMU_BAD_SCENARIO', /is not JSON or YAML/),
  );
  const unknown = { name: 'x', description: 'd', lifecycle: 'slow', resources: [WEB] };
  await assert.rejects(
    loadScenario(write('bad.json', JSON.stringify(unknown))),
    coded('EMU_BAD_LIFECYCLE', /no life cycle "slow"; there are azure, fast, chaos/),
  );
});

test('scenario: is made by the requests of a client, and once', async () => {
  const file = write(
    'ok.json',
    JSON.stringify({
      name: 'x',
      description: 'd',
      resources: [
        WEB,
        { ...WEB, lifecycle: 'fast', scaleSet: { ...WEB.scaleSet, name: 'there' } },
        { ...WEB, lifecycle: 'chaos', scaleSet: { ...WEB.scaleSet, name: 'new' } },
      ],
    }),
  );
  const { session, requests } = recorder((method, target) =>
    method === 'GET' && !target.includes('/there?') ? 404 : 200,
  );
  const lived: (string | undefined)[] = [];
  const withLifecycle = <R>(lifecycle: Lifecycle | null, create: () => Promise<R>): Promise<R> => {
    lived.push(lifecycle?.name);
    return create();
  };
  await applyScenario(await loadScenario(file), { session, subscriptionId: 'S', withLifecycle });
  const group = '/subscriptions/S/resourceGroups/demo';
  const set = (name: string): string =>
    `${group}/providers/Microsoft.Compute/virtualMachineScaleSets/${name}?api-version=2024-07-01`;
  const putGroup = `PUT ${group}?api-version=2022-09-01 {"location":"westeurope"}`;
  const body = '{"sku":{"capacity":3},"note":"S","location":"westeurope"}';
  assert.deepEqual(
    requests.filter((line) => line.startsWith('PUT')),
    [putGroup, `PUT ${set('web')} ${body}`, putGroup, putGroup, `PUT ${set('new')} ${body}`],
  );
  assert.deepEqual(lived, [undefined, 'chaos']);
});

test('scenario: a refusal of ARM is passed on in its own words', async () => {
  const file = write('ok.json', JSON.stringify({ name: 'x', description: 'd', resources: [WEB] }));
  const { session } = recorder((method) => (method === 'GET' ? 404 : 400));
  const applied = applyScenario(await loadScenario(file), {
    session,
    subscriptionId: 'S',
    withLifecycle: (_lifecycle, create) => create(),
  });
  await assert.rejects(
    applied,
    coded('EMU_BAD_SCENARIO', /PUT .*resourceGroups\/demo.*: No such thing here\./),
  );
});

function write(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

/** A session on something that answers as it is told, and what it was asked. */
function recorder(statusOf: (method: string, target: string) => number): {
  readonly session: Session;
  readonly requests: string[];
} {
  const requests: string[] = [];
  const error: JsonValue = { error: { code: 'X', message: 'No such thing here.' } };
  const session = createSession({
    send({ method, target, body }): Promise<HttpResponse> {
      requests.push(`${method} ${target} ${new TextDecoder().decode(body)}`.trim());
      const httpStatus = statusOf(method, target);
      const text = httpStatus < 300 ? '{}' : JSON.stringify(error);
      return Promise.resolve({ httpStatus, headers: [], body: new TextEncoder().encode(text) });
    },
    token: () => Promise.resolve('t'),
    host: 'localhost',
  });
  return { session, requests };
}

function coded(code: string, message: RegExp) {
  return (error: unknown): boolean => {
    assert.ok(error instanceof EmulatorError, String(error));
    assert.equal(error.code, code);
    assert.match(error.message, message);
    return true;
  };
}
