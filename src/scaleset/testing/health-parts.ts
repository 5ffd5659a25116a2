import type { JsonObject } from '../../base/index.ts';

/** Each version repairs in another way; the third has a policy that is not enabled. */
export function repairsOf(version: number): JsonObject {
  const repairAction = ['Replace', 'Restart', 'Reimage'][version] ?? 'Replace';
  return { enabled: version !== 3, gracePeriod: version === 1 ? 'PT2S' : 'PT10S', repairAction };
}

/** Rich health states in every other version. */
function healthExtension(version: number): JsonObject {
  return {
    publisher: 'Microsoft.ManagedServices',
    type: 'ApplicationHealthLinux',
    typeHandlerVersion: version % 2 === 0 ? '2.0' : '1.0',
    settings: { protocol: 'http', port: 80, requestPath: '/' },
  };
}

/** What an extension is; the one that is called `health` reports the health of its machine. */
export function handlerOf(name: string, version: number): JsonObject {
  return name === 'health'
    ? healthExtension(version)
    : { publisher: 'Contoso', type: name, typeHandlerVersion: `1.${version}` };
}
