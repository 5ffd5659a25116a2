import { isJsonObject, type JsonValue } from '../base/index.ts';
import { textAt } from '../server/index.ts';
import type { InstanceView, StatusCount } from './instance-view-text.ts';

/**
 * The view of a Flexible set, which Azure does not have: counted from the statuses of its machines.
 *
 * @param set as the list of sets has it
 * @param machines as the list of virtual machines has them with `statusOnly=true`
 */
export function viewOfMachines(set: JsonValue, machines: readonly JsonValue[]): InstanceView {
  const counts = new Map<string, number>();
  const extensions = new Map<string, Map<string, number>>();
  for (const machine of machines) {
    const view = memberOf(memberOf(machine, 'properties'), 'instanceView');
    count(counts, firstCode(view));
    for (const extension of listOf(view, 'extensions')) {
      const name = textAt(extension, 'name') ?? '';
      const ofExtension = extensions.get(name) ?? new Map<string, number>();
      extensions.set(name, ofExtension);
      count(ofExtension, firstCode(extension));
    }
  }
  const state = textAt(memberOf(set, 'properties'), 'provisioningState') ?? '';
  return {
    virtualMachine: { statusesSummary: summary(counts) },
    extensions: [...extensions].map(([name, of]) => ({ name, statusesSummary: summary(of) })),
    statuses: [{ code: `ProvisioningState/${state.toLowerCase()}`, displayStatus: 'Flexible' }],
  };
}

/** The provisioning status stands first, with an error's code behind its state. */
function firstCode(subject: JsonValue): string | undefined {
  const code = textAt(listOf(subject, 'statuses')[0] ?? null, 'code');
  return code?.split('/').slice(0, 2).join('/');
}

function count(counts: Map<string, number>, code: string | undefined): void {
  if (code !== undefined) counts.set(code, (counts.get(code) ?? 0) + 1);
}

function summary(counts: ReadonlyMap<string, number>): StatusCount[] {
  return [...counts].map(([code, of]) => ({ code, count: of }));
}

function memberOf(value: JsonValue, name: string): JsonValue {
  return isJsonObject(value) ? (value[name] ?? null) : null;
}

function listOf(value: JsonValue, name: string): readonly JsonValue[] {
  const list = memberOf(value, name);
  return Array.isArray(list) ? list : [];
}
