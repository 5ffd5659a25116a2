import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ArmError, createLongRunning } from '../../arm/index.ts';
import { hashWords, type JsonObject, MICROS_PER_SECOND } from '../../base/index.ts';
import { type ClockControl, createClock, createFakeMachineTime } from '../../clock/index.ts';
import { createMemoryStore, type Store, type StoredDocument } from '../../store/index.ts';
import { anything, object } from '../compute/model/schema-types.ts';
import { networkInterfaces } from '../network/network-interfaces.ts';
import { networkSecurityGroups } from '../network/network-security-groups.ts';
import { networkType } from '../network/network-type.ts';
import { publicIPAddresses } from '../network/public-ip-addresses.ts';
import { referencesIn } from './references.ts';
import type { ShellType, Use } from './shell-type.ts';
import type { Shell } from './shell.ts';
import { createShells, type NetworkMode, type Shells } from './shells.ts';

const GROUP = '/subscriptions/S/resourceGroups/g/providers';

/** Has parts and names what it likes. */
const gates: ShellType = {
  ...networkType,
  type: 'gates',
  parameters: ['gateName'],
  operations: { group: 'Gates' },
  seconds: { create: 5, update: 5, delete: 5 },
  envelope: {},
  properties: object('Gate', { wings: anything }),
  children: [{ member: 'wings', item: object('Wing', { name: anything, properties: anything }) }],
  inUse: (id, uses) =>
    new ArmError({ httpStatus: 400, code: 'InUse', message: `${id} ${uses[0]?.source}` }),
};

interface Rig {
  readonly store: Store;
  readonly clock: ClockControl;
  readonly shells: Shells;
  put(path: string, properties?: JsonObject): Promise<unknown>;
  advance(seconds: number): void;
}

function rig(network: NetworkMode = 'strict'): Rig {
  const store = createMemoryStore();
  const clock = createClock({ mode: { kind: 'manual' }, source: createFakeMachineTime() });
  const longRunning = createLongRunning({ clock, namespace: 'Microsoft.Network' });
  const types = [networkSecurityGroups, publicIPAddresses, gates];
  const shells = createShells({
    store,
    longRunning,
    fleet: { find: () => Promise.resolve(undefined) },
    types,
    network,
  });
  return {
    store,
    clock,
    shells,
    put: (path, properties = {}) =>
      shells.change(idOf(path), (current, now) => ({
        id: idOf(path),
        name: path.split('/')[1] ?? '',
        type: `Microsoft.Network/${path.split('/')[0]}`,
        location: 'westeurope',
        envelope: {},
        properties,
        guid: path,
        createdAt: current?.createdAt ?? now,
        writes: (current?.writes ?? 0) + 1,
        settlesAt: now,
      })),
    advance: (seconds) => clock.advanceBy(seconds * MICROS_PER_SECOND),
  };
}

function idOf(path: string): string {
  return `${GROUP}/Microsoft.Network/${path}`;
}

const naming = (...paths: readonly string[]): JsonObject => ({
  wings: paths.map((path, index) => ({
    name: `w${index}`,
    properties: { opensTo: { id: idOf(path) } },
  })),
});

function refused(code: string, message: string) {
  return (error: unknown): boolean => {
    assert.ok(error instanceof ArmError);
    assert.equal(error.code, code);
    assert.equal(error.message, message);
    return true;
  };
}

test('references: what is not there is refused when strict, and taken as it is when lenient', async () => {
  const strict = rig('strict');
  await assert.rejects(
    strict.put('gates/a', naming('publicIPAddresses/none')),
    refused(
      'InvalidResourceReference',
      `Resource ${idOf('publicIPAddresses/none')} referenced by resource ${idOf('gates/a/wings/w0')} was not found. Please make sure that the referenced resource exists, and that both resources are in the same region.`,
    ),
  );
  const lenient = rig('lenient');
  await lenient.put('gates/a', naming('publicIPAddresses/none', 'unheardOf/x'));
  await lenient.put('gates/b');
  await assert.rejects(lenient.put('gates/c', naming('gates/b/wings/w0')), {
    code: 'InvalidResourceReference',
  });
  await assert.rejects(lenient.put('gates/c', naming('gates/c/wings/w7')), {
    code: 'InvalidResourceReference',
  });
  await assert.rejects(lenient.put('gates/c', { wing: { id: 'nowhere' } }), {
    code: 'LinkedInvalidPropertyId',
  });
  await lenient.put('gates/c', naming('gates/c/wings/w0'));
});

test('references: what is in use stays until the last that names it is gone', async () => {
  const { put, shells, advance } = rig();
  await put('publicIPAddresses/ip');
  await put('networkSecurityGroups/nsg');
  await put('gates/a', naming('publicIPAddresses/IP', 'networkSecurityGroups/nsg'));
  await put('gates/b', naming('networkSecurityGroups/nsg'));
  await assert.rejects(
    shells.delete(idOf('publicIPAddresses/ip')),
    refused(
      'PublicIPAddressCannotBeDeleted',
      `Public IP address ${idOf('publicIPAddresses/ip')} can not be deleted since it is still allocated to resource ${idOf('gates/a/wings/w0')}. In order to delete the public IP, disassociate/detach the Public IP address from the resource.  To learn how to do this, see aka.ms/deletepublicip.`,
    ),
  );
  await assert.rejects(
    shells.delete(idOf('networkSecurityGroups/nsg')),
    refused(
      'InUseNetworkSecurityGroupCannotBeDeleted',
      `Network security group ${idOf('networkSecurityGroups/nsg')} cannot be deleted because it is in use by the following resources: ${idOf('gates/a/wings/w1')}, ${idOf('gates/b/wings/w0')}. In order to delete the Network security group, remove the association with the resource(s). To learn how to do this, see aka.ms/deletensg.`,
    ),
  );
  await shells.delete(idOf('gates/a'));
  await assert.rejects(shells.delete(idOf('publicIPAddresses/ip')), ArmError, 'still deleting');
  advance(5);
  await shells.delete(idOf('publicIPAddresses/ip'));
  await put('gates/b', {});
  await shells.delete(idOf('networkSecurityGroups/nsg'));
});

test('references: a part that is in use cannot be left out, a scale set is named as such', async () => {
  const { put, shells } = rig();
  await put('gates/a', naming());
  await put('gates/a', { wings: [{ name: 'left' }, { name: 'right' }] });
  await put('gates/b', naming('gates/a/wings/left'));
  await assert.rejects(put('gates/a', { wings: [{ name: 'right' }] }), { code: 'InUse' });
  await put('gates/a', { wings: [{ name: 'LEFT' }] });
  await put('networkSecurityGroups/nsg');
  const set = `${GROUP}/Microsoft.Compute/virtualMachineScaleSets/web`;
  const use = { target: idOf('networkSecurityGroups/nsg'), source: `${set}/networkInterfaces/nic` };
  refused(
    'NetworkSecurityGroupInUseByVirtualMachineScaleSet',
    `Cannot delete network security group ${use.target} since it is in use by virtual machine scale set ${set}.`,
  )(networkSecurityGroups.inUse?.(use.target, [use]));
  assert.equal((await shells.usesOf(idOf('gates/a'))).length, 1);
});

test('references: who names and who deletes at the same time are decided one after the other', async () => {
  for (let round = 0; round < 20; round += 1) {
    const { put, shells } = rig();
    await put('publicIPAddresses/ip');
    const outcomes = await Promise.allSettled([
      put('gates/a', naming('publicIPAddresses/ip')),
      shells.delete(idOf('publicIPAddresses/ip')),
      put('gates/b', naming('publicIPAddresses/ip')),
    ]);
    const deleted = outcomes[1].status === 'fulfilled';
    const named = [outcomes[0], outcomes[2]].filter(({ status }) => status === 'fulfilled');
    assert.ok(deleted ? named.length === 0 : named.length === 2, JSON.stringify(outcomes));
  }
});

test('references: after random histories the index is what a recount says', async () => {
  const seed = 20_261_125;
  for (let run = 0; run < 40; run += 1) {
    const { put, shells, store, advance } = rig('lenient');
    const draw = (step: number, what: number, below: number) =>
      hashWords(seed, run, step, what) % below;
    for (let step = 0; step < 60; step += 1) {
      const path = `gates/g${draw(step, 1, 5)}`;
      const named = Array.from(
        { length: draw(step, 2, 4) },
        (_, at) => `gates/g${draw(step, 3 + at, 6)}`,
      );
      if (draw(step, 8, 4) === 0) advance(draw(step, 9, 7));
      try {
        if (draw(step, 10, 3) === 0) await shells.delete(idOf(path));
        else await put(path, naming(...named));
      } catch (error) {
        assert.ok(
          error instanceof ArmError,
          `seed ${seed}, run ${run}, step ${step}: ${String(error)}`,
        );
      }
    }
    const all = async (collection: string): Promise<readonly StoredDocument[]> =>
      await store.listDocuments(collection, { prefix: '', limit: 10_000 });
    const kept = (await all('shells')).map(({ value }) => JSON.parse(value) as Shell);
    const recount = kept.flatMap((shell) => referencesIn(shell.id, shell.properties));
    const indexed = (await all('references')).map(({ value }) => JSON.parse(value) as Use);
    const text = ({ target, source }: Use) => `${target}|${source}`.toLowerCase();
    const message = `seed ${seed}, run ${run}`;
    assert.deepEqual(indexed.map(text).sort(), [...new Set(recount.map(text))].sort(), message);
    const sources = new Set(
      recount.map(({ source }) => source.split('/').slice(0, 9).join('/').toLowerCase()),
    );
    assert.deepEqual(
      (await all('reference-sources')).map(({ key }) => key),
      [...sources].sort(),
      message,
    );
  }
});

test('references: an interface that a machine has says so', () => {
  const nic = idOf('networkInterfaces/nic');
  const machine = `${GROUP}/Microsoft.Compute/virtualMachines/vm`;
  refused(
    'NicInUse',
    `Network Interface ${nic} is used by existing resource ${machine}. In order to delete the network interface, it must be dissociated from the resource. To learn more, see aka.ms/deletenic.`,
  )(networkInterfaces.inUse?.(nic, [{ target: nic, source: machine }]));
});
