import type { JsonObject } from '../../../base/index.ts';
import { changedAt, changedEach, withDefault, withDefaults } from './json-path.ts';

/*
 * What the service adds to the model of a Flexible set beside what it adds to every one. R: azure-cli,
 * test_create_flexible_vmss_by_default.yaml (October 2023); shared/azure/model-defaults.md.
 */

/** `properties` of a Flexible set without its profile. */
export function withFlexibleProperties(properties: JsonObject): JsonObject {
  return withDefaults(properties, {
    singlePlacementGroup: false,
    upgradePolicy: { mode: 'Manual' },
    constrainedMaximumCapacity: false,
  });
}

/** A profile with what only Flexible sets get; the common part has been filled in. */
export function withFlexibleProfile(profile: JsonObject): JsonObject {
  let filled = changedAt(profile, ['osProfile', 'linuxConfiguration'], (linux) =>
    withDefault(linux, 'patchSettings', {
      patchMode: 'ImageDefault',
      assessmentMode: 'ImageDefault',
    }),
  );
  filled = changedAt(filled, ['osProfile', 'windowsConfiguration'], (windows) =>
    withDefault(windows, 'patchSettings', {
      patchMode: 'AutomaticByOS',
      assessmentMode: 'ImageDefault',
    }),
  );
  filled = changedAt(filled, ['storageProfile', 'osDisk'], withDeletion);
  filled = changedEach(filled, ['storageProfile', 'dataDisks'], withDeletion);
  filled = changedAt(filled, ['networkProfile'], (network) =>
    withDefaults(network, { networkApiVersion: '2020-11-01' }),
  );
  return changedEach(filled, ['networkProfile', 'networkInterfaceConfigurations'], (nic) =>
    changedAt(nic, ['properties'], networkInterface),
  );
}

function networkInterface(properties: JsonObject): JsonObject {
  const filled = withDefaults(properties, {
    auxiliaryMode: 'None',
    auxiliarySku: 'None',
    deleteOption: 'Delete',
  });
  return changedEach(filled, ['ipConfigurations'], (ip) =>
    changedAt(ip, ['properties'], (values) =>
      inOrder(
        withDefaults(values, {
          applicationSecurityGroups: [],
          applicationGatewayBackendAddressPools: [],
        }),
      ),
    ),
  );
}

const IP_ORDER = [
  'primary',
  'privateIPAddressVersion',
  'subnet',
  'applicationSecurityGroups',
  'loadBalancerBackendAddressPools',
  'applicationGatewayBackendAddressPools',
];

function inOrder(values: JsonObject): JsonObject {
  const known = IP_ORDER.filter((name) => name in values);
  const rest = Object.keys(values).filter((name) => !IP_ORDER.includes(name));
  return Object.fromEntries([...known, ...rest].map((name) => [name, values[name] ?? null]));
}

/** "Delete. If this value is not specified" (specification): the disk goes with its machine. */
function withDeletion(disk: JsonObject): JsonObject {
  return withDefault(disk, 'deleteOption', 'Delete');
}
