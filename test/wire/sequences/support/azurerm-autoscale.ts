import assert from 'node:assert/strict';
import { create, type Place, remove, SOURCE } from './azurerm-resource.ts';
import { goneAtOnce } from './client.ts';
import type { Step } from './play.ts';
import { at } from './wire.ts';

/** azurerm_monitor_autoscale_setting of a set. */
export function autoscaleSteps(place: Place, target: string, version: string): readonly Step[] {
  const id = `${place.group}/providers/Microsoft.Insights/autoScaleSettings/grow`;
  const source = `${SOURCE}/monitor/monitor_autoscale_setting_resource.go`;
  const capacity = { default: '5', maximum: '10', minimum: '2' };
  return [
    ...create({
      id,
      version,
      source,
      body: {
        location: place.location,
        properties: {
          enabled: true,
          notifications: [],
          profiles: [{ capacity, name: 'defaultProfile', rules: [] }],
          targetResourceUri: target,
        },
        tags: {},
      },
      reads({ json }) {
        assert.equal(at(json, 'properties', 'targetResourceUri'), target);
        assert.deepEqual(at(json, 'properties', 'profiles', 0, 'capacity'), capacity);
        assert.equal(at(json, 'properties', 'enabled'), true);
      },
    }),
    remove(id, version, source, goneAtOnce),
  ];
}
