import { type ArmRequest } from '../../../arm/index.ts';
import { sameName } from '../../../base/index.ts';
import { listRunCommands, type RunCommandView, type ScaleSet } from '../../../scaleset/index.ts';
import type { MachineKind } from '../machine-kinds.ts';
import { INSTANCE_KIND, MACHINE_KIND } from '../machine-kinds.ts';
import type { RunCommandShapeOptions } from '../shapes/run-command.ts';
import type { Machine } from '../virtual-machine-scale-set-vms/propose-own.ts';

/** Run commands of machines, of one kind; they are the same but for where they are. */
export interface RunCommandFamily {
  readonly kind: MachineKind;
  /** The operation ids begin with it. */
  readonly group: string;
  readonly verbs: { readonly list: string; readonly get: string };
  /** The word of the path, and the last one of the type. */
  readonly word: 'runCommands' | 'diagnosticRunCommands';
  readonly since: string;
}

const USUAL = { list: 'List', get: 'Get' };

/** Source of each: the specification. */
export const FAMILIES: readonly RunCommandFamily[] = [
  {
    kind: INSTANCE_KIND,
    group: 'VirtualMachineScaleSetVMRunCommands',
    verbs: USUAL,
    word: 'runCommands',
    since: '2020-06-01',
  },
  {
    kind: INSTANCE_KIND,
    group: 'VirtualMachineScaleSetVMDiagnosticRunCommands',
    verbs: USUAL,
    word: 'diagnosticRunCommands',
    since: '2026-04-01',
  },
  {
    kind: MACHINE_KIND,
    group: 'VirtualMachineRunCommands',
    verbs: { list: 'ListByVirtualMachine', get: 'GetByVirtualMachine' },
    word: 'runCommands',
    since: '2020-06-01',
  },
];

export function isDiagnostic({ word }: RunCommandFamily): boolean {
  return word === 'diagnosticRunCommands';
}

export function commandsOf(
  family: RunCommandFamily,
  set: ScaleSet,
  { instance }: Machine,
): readonly RunCommandView[] {
  return listRunCommands(set, instance.instanceId).filter(
    ({ diagnostic }) => diagnostic === isDiagnostic(family),
  );
}

export function findCommand(
  family: RunCommandFamily,
  set: ScaleSet,
  machine: Machine,
  name: string,
): RunCommandView | undefined {
  return commandsOf(family, set, machine).find((command) => sameName(command.name, name));
}

export function runCommandName({ params }: ArmRequest): string {
  return params['runCommandName'] ?? '';
}

export function shapeOptions(
  { kind, word }: RunCommandFamily,
  machine: Machine,
  withInstanceView: boolean,
): RunCommandShapeOptions {
  return {
    parentId: `${kind.idOf(machine)}/${word}`,
    type: `${kind.type}/${word}`,
    location: machine.view.genesis.location,
    withInstanceView,
  };
}
