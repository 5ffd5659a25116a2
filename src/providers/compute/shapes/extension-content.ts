import { foldCase, type JsonObject } from '../../../base/index.ts';
import type { InstanceExtension } from '../../../scaleset/index.ts';
import { objectAt } from '../model/json-path.ts';
import { scriptOutcome } from '../model/script-outcome.ts';

/** What an extension itself adds to what its machine reports of it. */
interface ExtensionContent {
  /** Of its status when it has succeeded. */
  readonly message?: string;
  readonly substatuses?: readonly JsonObject[];
}

const NOTHING: ExtensionContent = {};

/**
 * What well-known extensions say. Scripts are not run: what one has said is what lines in its
 * `commandToExecute` tell, as for run commands. Nothing is made of protected settings.
 */
export function extensionContent(
  extension: InstanceExtension,
  definition: JsonObject | undefined,
): ExtensionContent {
  if (extension.state !== 'succeeded') return NOTHING;
  const { publisher, type } = extension.facts;
  switch (foldCase(`${publisher}.${type}`)) {
    // Documented: the sample output of "Custom Script Extension for Windows".
    case 'microsoft.compute.customscriptextension': {
      const { stdout, stderr } = outcomeOf(definition);
      return {
        message: 'Finished executing command',
        substatuses: [component('StdOut', stdout), component('StdErr', stderr)],
      };
    }
    // R of run commands on Linux (lro.md), which are this extension.
    case 'microsoft.azure.extensions.customscript': {
      const { stdout, stderr } = outcomeOf(definition);
      return { message: `Enable succeeded: \n[stdout]\n${stdout}\n[stderr]\n${stderr}` };
    }
    // Inferred: what handlers that are made of Azure's common ones say.
    case 'microsoft.azure.monitor.azuremonitorlinuxagent':
      return { message: 'Enable succeeded' };
    case 'microsoft.azure.monitor.azuremonitorwindowsagent':
      return { message: 'AMA is running' };
    default:
      return NOTHING;
  }
}

function outcomeOf(definition: JsonObject | undefined) {
  const { commandToExecute } = objectAt(definition ?? {}, 'properties', 'settings');
  const text = typeof commandToExecute === 'string' ? commandToExecute : '';
  return scriptOutcome(text === '' ? [] : text.split('\n'), 'of its protected settings');
}

function component(name: 'StdOut' | 'StdErr', message: string): JsonObject {
  return {
    code: `ComponentStatus/${name}/succeeded`,
    level: 'Info',
    displayStatus: 'Provisioning succeeded',
    message,
  };
}
