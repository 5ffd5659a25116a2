import type { ArmRequest, Operation } from '../../../arm/index.ts';
import type { InstanceAction } from '../../../scaleset/index.ts';
import { VIRTUAL_MACHINE } from '../paths.ts';
import { deallocation, readFlag } from '../query.ts';
import type { ComputeServices } from '../services.ts';
import { changeMachine } from './change-machine.ts';

interface ActionRow {
  readonly action: InstanceAction;
  /** As in the operation id: `PowerOff`. */
  readonly verb: string;
  /** As in the path, and as Azure names it in refusals: `powerOff`. */
  readonly word: string;
  readonly since?: string;
  readonly checkQuery?: (request: ArmRequest) => void;
  /** Where a flag of the query makes another action of it. */
  readonly actionOf?: (request: ArmRequest) => InstanceAction;
}

/** Paths and versions: the specification, VirtualMachines_*. */
const ROWS: readonly ActionRow[] = [
  { action: 'start', verb: 'Start', word: 'start' },
  {
    action: 'powerOff',
    verb: 'PowerOff',
    word: 'powerOff',
    checkQuery: (request) => void readFlag(request, 'skipShutdown'),
  },
  { action: 'restart', verb: 'Restart', word: 'restart' },
  {
    action: 'deallocate',
    verb: 'Deallocate',
    word: 'deallocate',
    actionOf: deallocation,
  },
  { action: 'redeploy', verb: 'Redeploy', word: 'redeploy' },
  { action: 'reapply', verb: 'Reapply', word: 'reapply', since: '2019-07-01' },
  { action: 'reimage', verb: 'Reimage', word: 'reimage', since: '2018-06-01' },
];

/** Actions on one machine of a Flexible set. */
export const actions: readonly Operation<ComputeServices>[] = ROWS.map((row) => ({
  operationId: `VirtualMachines_${row.verb}`,
  method: 'POST',
  path: `${VIRTUAL_MACHINE}/${row.word}`,
  ...(row.since === undefined ? {} : { since: row.since }),
  longRunning: true,
  rateLimits: ['UpdateVMSubscriptionMaximum', 'UpdateVMResource'],
  async handle(request, services) {
    row.checkQuery?.(request);
    const action = row.actionOf?.(request) ?? row.action;
    return changeMachine(request, services, row.word, ({ now, operationId }, _, instanceId) => ({
      kind: 'act',
      at: now,
      operationId,
      action,
      instances: [instanceId],
      scope: 'instance',
    }));
  },
}));
