import type { JsonObject } from '../../../base/index.ts';
import type { Instance } from '../../../scaleset/index.ts';
import { objectAt } from '../model/json-path.ts';

/** Where a machine's boot diagnostics lie: with Azure, or in an account of the user's. */
export type BootDiagnostics =
  | { readonly kind: 'managed' }
  | { readonly kind: 'account'; uri: string };

/**
 * What a machine's model says of boot diagnostics; null when they are off. Managed storage is what no
 * `storageUri` means (specification, BootDiagnostics); azurerm says the same by an empty one.
 */
export function bootDiagnosticsOf(profile: JsonObject): BootDiagnostics | null {
  const { enabled, storageUri } = objectAt(profile, 'diagnosticsProfile', 'bootDiagnostics');
  if (enabled !== true) return null;
  if (typeof storageUri !== 'string' || storageUri === '') return { kind: 'managed' };
  return { kind: 'account', uri: storageUri.endsWith('/') ? storageUri : `${storageUri}/` };
}

/** The two blobs of a machine. */
export type BootBlob = 'screenshot.bmp' | 'serialconsole.log';

/**
 * Container and name of a blob. Source: Azure's "FAQ for Virtual Machine Scale Sets", which prints
 * `bootdiagnostics-swarmagen-{vmId}/swarm-agent-9574AE92vmss-0_2.{vmId}.screenshot.bmp`; that the short
 * word is the first nine letters and digits of the machine's name is read off it.
 */
export function bootBlobPath({ name, vmId }: Instance, blob: BootBlob): string {
  const word = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '')
    .slice(0, 9);
  return `bootdiagnostics-${word}-${vmId}/${name}.${vmId}.${blob}`;
}

/**
 * `bootDiagnostics` of an instance view: the addresses of the user's account, and with managed storage
 * nothing (specification, BootDiagnosticsInstanceView). Undefined when there is no such member.
 */
export function bootDiagnosticsView(
  instance: Instance,
  profile: JsonObject,
): JsonObject | undefined {
  const diagnostics = bootDiagnosticsOf(profile);
  if (diagnostics === null || instance.power === null) return undefined;
  if (diagnostics.kind === 'managed') return {};
  const address = (blob: BootBlob) => diagnostics.uri + bootBlobPath(instance, blob);
  return {
    consoleScreenshotBlobUri: address('screenshot.bmp'),
    serialConsoleLogBlobUri: address('serialconsole.log'),
  };
}
