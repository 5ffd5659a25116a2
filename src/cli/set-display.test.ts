import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SetView } from './instance-view-text.ts';
import { createSetDisplay } from './set-display.ts';
import type { Terminal } from './terminal.ts';

function set(resourceGroup: string, count: number): SetView {
  const statusesSummary = [{ code: 'ProvisioningState/creating', count }];
  return {
    name: 'web',
    resourceGroup,
    location: 'eastus',
    view: { virtualMachine: { statusesSummary } },
  };
}

test('display: without a terminal a line for each change, of sets of one name too', () => {
  const written: string[] = [];
  const terminal: Terminal = {
    interactive: false,
    color: false,
    columns: 80,
    rows: 24,
    write: (text) => void written.push(text),
    writeError: (text) => assert.fail(text),
  };
  const show = createSetDisplay(terminal);
  show([set('a', 1), set('b', 2)]);
  show([set('a', 1), set('b', 2)]);
  assert.equal(written.length, 2);
  show([set('a', 1), set('b', 3)]);
  assert.deepEqual(written.slice(2), ['web: no status; virtual machines creating 3\n']);
});
