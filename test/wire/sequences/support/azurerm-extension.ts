import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../src/base/index.ts';
import { create, remove, SOURCE } from './azurerm-resource.ts';
import type { Poller } from './client.ts';
import type { Step } from './play.ts';
import { at } from './wire.ts';

/** azurerm_virtual_machine_scale_set_extension: made, changed by a PUT of what is new, and removed. */
export function extensionSteps(setId: string, version: string, poll: Poller): readonly Step[] {
  const id = `${setId}/extensions/script`;
  const source = `${SOURCE}/compute/virtual_machine_scale_set_extension_resource.go`;
  const planned = {
    publisher: 'Microsoft.Azure.Extensions',
    type: 'CustomScript',
    typeHandlerVersion: '2.0',
    autoUpgradeMinorVersion: true,
    enableAutomaticUpgrade: false,
    suppressFailures: false,
    settings: { commandToExecute: 'echo $HOSTNAME' },
  };
  const refresh = (wanted: JsonObject): Step => ({
    source: `${source}: Read`,
    send: 'GET',
    to: `${id}?api-version=${version}`,
    accepts: [200],
    takes: ({ json }) => assert.deepEqual(extensionState(json), extensionState(wanted)),
  });
  return [
    ...create({
      id,
      version,
      source: `${source}: Create`,
      body: {
        name: 'script',
        properties: { ...planned, provisionAfterExtensions: [], forceUpdateTag: 'first' },
      },
      poll,
    }),
    refresh({ properties: { ...planned, forceUpdateTag: 'first' } }),
    {
      source: `${source}: Update: only force_update_tag has changed`,
      send: 'PUT',
      to: `${id}?api-version=${version}`,
      body: {
        name: 'script',
        properties: {
          autoUpgradeMinorVersion: true,
          enableAutomaticUpgrade: false,
          forceUpdateTag: 'second',
        },
      },
      accepts: [200, 201],
      poll,
    },
    refresh({ properties: { ...planned, forceUpdateTag: 'second' } }),
    remove(id, version, `${source}: Delete`, poll),
    { source: `${source}: Read`, send: 'GET', to: `${id}?api-version=${version}`, accepts: [404] },
  ];
}

/** What Read puts into the state: a member that is not there is the zero value of Go. */
function extensionState(extension: JsonObject): JsonObject {
  const text = (name: string): string => String(at(extension, 'properties', name) ?? '');
  const flag = (name: string): boolean => at(extension, 'properties', name) === true;
  return {
    auto_upgrade_minor_version: flag('autoUpgradeMinorVersion'),
    automatic_upgrade_enabled: flag('enableAutomaticUpgrade'),
    failure_suppression_enabled: flag('suppressFailures'),
    force_update_tag: text('forceUpdateTag'),
    provision_after_extensions: (at(extension, 'properties', 'provisionAfterExtensions') ??
      []) as string[],
    publisher: text('publisher'),
    type: text('type'),
    type_handler_version: text('typeHandlerVersion'),
    settings: JSON.stringify(at(extension, 'properties', 'settings') ?? ''),
  };
}
