import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { envelope, setProperties } from '../../../src/providers/compute/model/set-schema.ts';
import type { Shape } from '../../../src/providers/compute/model/schema-types.ts';

/** Interfaces of the newest SDK, as it declares them, with the wire's own names where they differ. */
function readInterfaces(): Map<string, ReadonlyMap<string, string>> {
  const text = readFileSync(
    'node_modules/@azure/arm-compute/dist/esm/models/compute/models.d.ts',
    'utf8',
  );
  const found = new Map<string, ReadonlyMap<string, string>>();
  for (const [, name = '', body = ''] of text.matchAll(
    /export interface (\w+)[^{]*\{\n([\s\S]*?)^\}/gm,
  )) {
    const members = [...body.matchAll(/^ {4}(?:readonly )?(\w+)\??: ([^\n]+);$/gm)];
    found.set(name, new Map(members.map(([, member = '', type = '']) => [member, type])));
  }
  return found;
}

const interfaces = readInterfaces();

/** Every member of an SDK type that the table lacks, with its path. */
function missingMembers(typeName: string, shape: Shape, path: string, missing: string[]): void {
  if (shape.kind === 'list') {
    missingMembers(typeName, shape.item, `${path}[]`, missing);
    return;
  }
  const members = interfaces.get(typeName);
  // What is kept as it comes has no table; leaves have no members.
  if (!members || shape.kind !== 'object') return;
  // The SDK flattens `properties` away.
  const inner = shape.members.get('properties')?.shape;
  for (const [name, type] of members) {
    const member =
      shape.members.get(name.toLowerCase()) ??
      (inner?.kind === 'object' ? inner.members.get(name.toLowerCase()) : undefined);
    if (!member) {
      if (name !== 'typePropertiesType') missing.push(`${path}.${name}`);
      continue;
    }
    const next = /\b([A-Z]\w+)/.exec(type)?.[1];
    if (next) missingMembers(next, member.shape, `${path}.${member.name}`, missing);
  }
}

test('schema: every member that the newest SDK can send is known', () => {
  assert.ok(interfaces.size > 100, 'the SDK has moved');
  const missing: string[] = [];
  missingMembers('VirtualMachineScaleSetProperties', setProperties, 'properties', missing);
  for (const name of interfaces.get('VirtualMachineScaleSet')?.keys() ?? []) {
    const known =
      envelope.members.has(name.toLowerCase()) || setProperties.members.has(name.toLowerCase());
    if (!known) missing.push(name);
  }
  assert.deepEqual(missing, []);
});
