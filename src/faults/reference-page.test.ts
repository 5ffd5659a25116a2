import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { type NamedFault, namedFaults } from './named-faults.ts';

test('catalogue page: has every fault with its kind, code and source, and no others', () => {
  const page = readFileSync('docs/reference/faults.md', 'utf8');
  const rows = [...page.matchAll(/^\| `(\w+)` \| (\w+) \| (?:`(\w+)`)? ?\| .* \| ([^|]+) \|$/gm)];
  assert.deepEqual(
    rows.map(([, name, kind, code, source]) => [name, kind, code, source]),
    Object.entries<NamedFault>(namedFaults).map(([name, fault]) => [
      name,
      fault.kind,
      codeOf(fault),
      fault.source,
    ]),
  );
});

function codeOf(fault: NamedFault): string | undefined {
  switch (fault.kind) {
    case 'refusal':
      return undefined;
    case 'machine':
      return fault.failure?.code ?? undefined;
    case 'set':
      return fault.operation.code ?? undefined;
    case 'strike':
      return (fault.failure ?? fault.meanwhile)?.code ?? undefined;
  }
}
