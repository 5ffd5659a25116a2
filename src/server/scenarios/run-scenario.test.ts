import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { EmulatorError } from '../../base/index.ts';
import { runScenario } from './run-scenario.ts';
import { loadScenario } from './scenario.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'lazulite-run-scenario-'));
after(() => rmSync(folder, { recursive: true }));

function write(timeline: string, head = ''): string {
  const file = path.join(folder, 'x.yaml');
  writeFileSync(file, `name: x\ndescription: d\n${head}timeline:\n${timeline}`);
  return file;
}

const GROUP = '/subscriptions/{subscriptionId}/resourceGroups/g?api-version=2022-09-01';

test('scenario run: what is saved is used, and the report has lines and times', async () => {
  const file =
    write(`  - request: { method: PUT, target: '${GROUP}', body: { location: westeurope }, save: { name: body.name } }
  - advance: 90s
  - say: it is there
    request: { target: '${GROUP.replace('/g?', '/{name}?')}', expect: { status: 200, headers: { etag: null }, body: { name: g, location: /west/ } } }
  - repeat: { times: 2, steps: [{ request: { target: '${GROUP}', times: 2 } }] }
  - requests: [{ match: { method: GET }, exactly: 5 }]
`);
  const told: string[] = [];
  const report = await runScenario({
    choice: file,
    options: {},
    onStep: ({ what }) => told.push(what),
  });
  assert.ok(report.passed, JSON.stringify(report.steps));
  assert.deepEqual(told, [
    'PUT resourceGroups/g',
    'advance 90s',
    'it is there',
    'repeat',
    'requests',
  ]);
  assert.deepEqual(
    report.steps.map(({ line, at }) => [line, at.slice(14, 19)]),
    [
      [4, '00:00'],
      [5, '01:30'],
      [6, '01:30'],
      [8, '01:30'],
      [9, '01:30'],
    ],
  );
});

const GOES_WRONG: readonly (readonly [string, RegExp])[] = [
  [
    `  - request: { target: '${GROUP}' }\n`,
    /^expected status 200 or 201 or 202 or 204, got 404: Resource group 'g' could not be found\.$/,
  ],
  [
    `  - request: { target: '${GROUP}', expect: { code: Other } }\n`,
    /^expected the error Other, got ResourceGroupNotFound$/,
  ],
  [
    `  - request: { target: '${GROUP}', expect: { headers: { x-odd: a } } }\n`,
    /^expected header x-odd a, got none$/,
  ],
  [
    `  - request: { target: '${GROUP}', expect: { body: { error: { code: /^Odd/ } } } }\n`,
    /^expected "\/\^Odd\/" at body\.error\.code, got "ResourceGroupNotFound"$/,
  ],
  [
    `  - request: { target: '/subscriptions?api-version=2022-12-01', expect: { body: { value: [] } } }\n`,
    /^expected 0 at body\.value, got 1/,
  ],
  [
    `  - request: { target: '/subscriptions?api-version=2022-12-01', save: { x: body.nothing } }\n`,
    /^there is nothing at body\.nothing to save as x$/,
  ],
  [
    `  - until: { target: '${GROUP}', expect: { status: 200 } }\n`,
    /^nothing is due any more, and expected status 200/,
  ],
  ['  - advanceTo: 2020-01-01T00:00:00Z\n', /does not go back/],
  ['  - advance: soon\n', /length of time/],
  ['  - fault: { fault: OutOfCoffee }\n', /is not known: "OutOfCoffee"/],
  ['  - removeFault: nobody\n', /no fault rule "nobody"/],
  ['  - throttle: { mode: aws }\n', /mode must be one of/],
  ['  - requests: [{ atLeast: 1 }]\n', /expected atLeast 1 matching requests, and there are 0/],
  [
    `  - repeat: { times: 3, steps: [{ request: { target: '${GROUP}' } }] }\n`,
    /^turn 1, GET resourceGroups\/g: expected status/,
  ],
];

test('scenario run: the first step that goes wrong ends it, and says why', async () => {
  for (const [step, problem] of GOES_WRONG) {
    const report = await runScenario({ choice: write(`${step}  - idle: true\n`), options: {} });
    assert.equal(report.passed, false, step);
    assert.equal(report.steps.length, 1);
    assert.match(report.steps[0]?.problem ?? '', problem);
  }
});

const INVALID: readonly (readonly [string, RegExp])[] = [
  ['  - dance: true\n', /line 4: \/timeline\/0 must NOT have additional properties \(dance\)/],
  ['  - idle: true\n  - advance: 3\n', /line 5: \/timeline\/1\/advance must be string/],
  [
    '  - idle: true\n    advance: 3m\n',
    /line 4: \/timeline\/0 must be one thing: .* and is idle and advance/,
  ],
  ['  - say: nothing\n', /line 4: \/timeline\/0 must be one thing: .* and is nothing/],
  [
    "  - request: { target: '/{operation}' }\n",
    /line 4: \/timeline\/0 uses \{operation\}, which no step before it saves/,
  ],
  ['  - until: { target: /x }\n', /line 4: \/timeline\/0 waits for nothing: it has no expect/],
  ["  - request: { target: /x, save: { a: 'status' } }\n", /line 4: .*must match pattern/],
];

test('scenario run: a document that is wrong is refused with line and reason, before anything is played', async () => {
  for (const [timeline, message] of INVALID) {
    await assert.rejects(loadScenario(write(timeline)), (error) => {
      assert.ok(error instanceof EmulatorError && error.code === 'EMU_BAD_SCENARIO');
      assert.match(error.message, message);
      return true;
    });
  }
});

test('scenario run: seed, throttling and limits are those of the document', async () => {
  const file = write(
    `  - request: { target: '/subscriptions/{subscriptionId}?api-version=2022-12-01', times: 2 }
  - request: { target: '/subscriptions/{subscriptionId}?api-version=2022-12-01', expect: { status: 429, code: SubscriptionRequestsThrottled } }
`,
    'seed: 5\nthrottle: azure\nlimits: { subscription-reads: { capacity: 2, refill: 0 } }\n',
  );
  const [one, again] = [
    await runScenario({ choice: file, options: {} }),
    await runScenario({ choice: file, options: {} }),
  ];
  assert.ok(one.passed, JSON.stringify(one.steps));
  assert.equal(one.transcript, again.transcript);
});
