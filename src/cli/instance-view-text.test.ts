import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  describeSetInOneLine,
  describeSets,
  isSettled,
  type SetView,
} from './instance-view-text.ts';
import { createScreen, paintFor } from './terminal.ts';

const plain = paintFor({ color: false });

const web: SetView = {
  name: 'web',
  resourceGroup: 'demo',
  location: 'westeurope',
  view: {
    virtualMachine: {
      statusesSummary: [
        { code: 'ProvisioningState/succeeded', count: 7 },
        { code: 'ProvisioningState/creating', count: 5 },
      ],
    },
    extensions: [
      { name: 'health', statusesSummary: [{ code: 'ProvisioningState/creating', count: 3 }] },
      { name: 'empty' },
    ],
    statuses: [{ code: 'ProvisioningState/updating', level: 'Info', displayStatus: 'Updating' }],
  },
};

const page: SetView = {
  name: 'page',
  resourceGroup: 'reference',
  location: 'westus',
  view: {
    virtualMachine: { statusesSummary: [{ code: 'ProvisioningState/creating', count: 50 }] },
    statuses: [
      {
        code: 'ProvisioningState/failed',
        level: 'Error',
        displayStatus: 'failed',
        message: 'Failed to get secret XXX',
      },
    ],
  },
};

test('view for people: a line per status, its count as a bar', () => {
  assert.deepEqual(describeSets([web, page], 60, plain), [
    'web in demo, westeurope  ProvisioningState/updating (Updating)',
    `  virtual machines  succeeded  ${'█'.repeat(14)}${' '.repeat(10)}   7`,
    `                    creating   ${'█'.repeat(10)}${' '.repeat(14)}   5`,
    `  health            creating   ${'█'.repeat(6)}${' '.repeat(18)}   3`,
    '',
    'page in reference, westus  ProvisioningState/failed (failed)',
    '  Failed to get secret XXX',
    `  virtual machines  creating   ${'█'.repeat(24)}  50`,
  ]);
});

test('view for people: one failure among thousands can be seen', () => {
  const statusesSummary = [
    { code: 'ProvisioningState/succeeded', count: 99_999 },
    { code: 'ProvisioningState/failed/OSProvisioningTimedOut', count: 1 },
  ];
  const lines = describeSets(
    [{ ...web, view: { virtualMachine: { statusesSummary } } }],
    90,
    plain,
  );
  assert.match(lines[2] ?? '', /failed\/OSProvisioningTimedOut +█ +1$/);
});

test('view for people: says so when there is nothing', () => {
  assert.deepEqual(describeSets([], 80, plain), ['There are no scale sets.']);
});

test('view for people: one line for logs', () => {
  assert.equal(
    describeSetInOneLine(web),
    'web: ProvisioningState/updating; virtual machines succeeded 7, creating 5; health creating 3',
  );
});

test('view for people: settled means that nothing changes by itself', () => {
  assert.equal(isSettled(web.view), false);
  assert.equal(isSettled(page.view), false, 'the set has failed, its machines are still creating');
  const statuses = [{ code: 'ProvisioningState/failed/VMScaleSetAllocationError' }];
  const done = [{ code: 'ProvisioningState/succeeded', count: 3 }];
  assert.equal(isSettled({ statuses, virtualMachine: { statusesSummary: done } }), true);
  assert.equal(isSettled({}), true);
});

test('screen: draws over what it drew before, and never more than fits', () => {
  let written = '';
  const screen = createScreen({
    interactive: true,
    color: false,
    columns: 80,
    rows: 4,
    write: (text) => (written += text),
    writeError: assert.fail,
  });
  screen.draw(['a', 'b']);
  assert.equal(written, '\u{1b}[?7l\u{1b}[2Ka\n\u{1b}[2Kb\n\u{1b}[0J\u{1b}[?7h');
  written = '';
  screen.draw(['1', '2', '3', '4', '5']);
  assert.equal(
    written,
    '\u{1b}[2A\u{1b}[?7l\u{1b}[2K1\n\u{1b}[2K2\n\u{1b}[2K… 3 more lines\n\u{1b}[0J\u{1b}[?7h',
  );
});
