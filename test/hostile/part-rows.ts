import type { JsonValue } from '../../src/base/index.ts';

/** Parts of sets and machines under addresses of their own. */
export function partRows(
  set: string,
  machine: string,
  group: string,
): readonly (readonly [string, string, JsonValue?])[] {
  const own = {
    publisher: 'Contoso',
    type: 'Own',
    typeHandlerVersion: '1.0',
    settings: { a: [1] },
    protectedSettings: { b: 'c' },
  };
  const disk = { lun: 1, createOption: 'Empty', diskSizeGB: 4, managedDisk: {} };
  const diskId = `${group}/providers/Microsoft.Compute/disks/data`;
  return [
    ['PUT', `${set}/extensions/own`, { properties: own }],
    ['PATCH', `${set}/extensions/one`, { properties: { forceUpdateTag: 'x', settings: {} } }],
    ['DELETE', `${set}/extensions/own`],
    ['PUT', `${machine}/extensions/own`, { location: 'westeurope', properties: own }],
    ['GET', `${machine}/extensions`],
    ['DELETE', `${machine}/extensions/own`],
    [
      'PUT',
      machine,
      {
        location: 'westeurope',
        tags: { a: 'b' },
        properties: {
          protectionPolicy: { protectFromScaleIn: true },
          storageProfile: { dataDisks: [disk] },
        },
      },
    ],
    ['POST', `${machine}/attachDetachDataDisks`, { dataDisksToAttach: [{ diskId, lun: 3 }] }],
    [
      'POST',
      `${machine}/runCommand`,
      { commandId: 'RunShellScript', script: ['# lazulite: stdout x'], parameters: [] },
    ],
    [
      'PUT',
      `${machine}/runCommands/one`,
      {
        location: 'westeurope',
        properties: { source: { script: 'date' }, timeoutInSeconds: 5, asyncExecution: true },
      },
    ],
    ['DELETE', `${machine}/runCommands/one`],
    ['GET', `${machine}/runCommands`],
    ['POST', `${machine}/simulateEviction`],
    ['POST', `${set}/osRollingUpgrade`],
    ['POST', `${set}/rollingUpgrades/cancel`],
    ['GET', `${set}/rollingUpgrades/latest`],
    ['POST', `${set}/scaleOut`, { capacity: 1 }],
    ['POST', `${set}/convertToSinglePlacementGroup`, {}],
  ];
}
