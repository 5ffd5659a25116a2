import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../src/base/index.ts';
import { SOURCE } from './azurerm-resource.ts';
import type { Client, Poller } from './client.ts';
import { play, type Step } from './play.ts';
import { at, expectStatus } from './wire.ts';

/**
 * roll_instances_when_required and reimage_on_manual_upgrade: after a change of size or image the
 * machines that have not the latest model are upgraded and reimaged, one after the other.
 */
export async function rollInstances(
  client: Client,
  setId: string,
  { version, poll, instances }: { version: string; poll: Poller; instances: number },
): Promise<void> {
  const source = `${SOURCE}/compute/virtual_machine_scale_set_update.go`;
  const act = (action: string, instanceId: string): Step => ({
    source: `${source}: upgradeInstancesForManualUpgradePolicy`,
    send: 'POST',
    to: `${setId}/${action}?api-version=${version}`,
    body: { instanceIds: [instanceId] },
    accepts: [200, 202],
    poll,
  });
  const behind = await outdated(client, setId, version);
  assert.equal(behind.length, instances, 'all machines are behind a model that has changed');
  for (const instanceId of behind)
    await play(client, [act('manualupgrade', instanceId), act('reimage', instanceId)]);
  assert.deepEqual(await outdated(client, setId, version), []);
}

/** Read through `*bool` without a check: a machine that does not say it crashes the provider. */
async function outdated(client: Client, setId: string, version: string): Promise<string[]> {
  const listed = await client.send('GET', `${setId}/virtualMachines?api-version=${version}`);
  expectStatus(listed, 200);
  return (at(listed.json, 'value') as JsonObject[]).flatMap((machine) => {
    const isLatest = at(machine, 'properties', 'latestModelApplied');
    assert.equal(typeof isLatest, 'boolean');
    return isLatest === true ? [] : [String(machine['instanceId'])];
  });
}
