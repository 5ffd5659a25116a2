import type { activity, HealthCounts, SetEvent } from '../../scaleset/index.ts';
import { choice, counts, integer, named, nullable, type Properties } from './schema.ts';

type Activity = ReturnType<typeof activity>;
type Cause = NonNullable<SetEvent['cause']>;

/** Machines by health; null when nobody monitors them. */
export const health = nullable<HealthCounts>(
  named('HealthCounts', counts(['initializing', 'healthy', 'unhealthy', 'unknown'])),
  'Machines by what they report; null when nobody monitors them.',
);

export const activityParts: Properties<Activity> = {
  machines: integer('Also those that are being deleted, and those that will be too many.'),
  currentActions: named(
    'CurrentActionCounts',
    counts([
      'none',
      'creating',
      'starting',
      'stopping',
      'restarting',
      'deallocating',
      'reimaging',
      'redeploying',
      'updating',
      'modifying',
      'runningCommand',
      'deleting',
    ]),
  ),
  provisioningStates: named(
    'ProvisioningStateCounts',
    counts(['creating', 'updating', 'succeeded', 'failed', 'deleting']),
  ),
  powerStates: named(
    'PowerStateCounts',
    counts(['none', 'starting', 'running', 'stopping', 'stopped', 'deallocating', 'deallocated']),
  ),
};

export const operationKind = named(
  'OperationKind',
  choice<Cause['kind']>(
    [
      'create',
      'put',
      'patch',
      'act',
      'deleteInstances',
      'migrateZone',
      'deleteSet',
      'setOrchestrationServiceState',
      'addInstance',
      'updateInstance',
      'runCommand',
      'putRunCommand',
      'deleteRunCommand',
      'putVmExtension',
      'deleteVmExtension',
      'simulateEviction',
      'approveEvents',
      'startRollingUpgrade',
      'cancelRollingUpgrade',
      'approveRollingUpgrade',
      'updateHookEvent',
      'setHealth',
      'armFaults',
      'strike',
      'recoverZone',
      'setLifecycle',
      'automaticRepair',
    ],
    'A command of the journal of the set, or a repair that it began by itself.',
  ),
);

export const operationAction = named(
  'OperationAction',
  choice<NonNullable<Cause['action']>>([
    'start',
    'powerOff',
    'restart',
    'deallocate',
    'hibernate',
    'reimage',
    'reimageAll',
    'redeploy',
    'updateInstances',
    'reapply',
    'modify',
    'runCommand',
  ]),
);
