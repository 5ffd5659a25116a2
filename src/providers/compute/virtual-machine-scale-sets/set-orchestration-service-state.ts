import { armErrors, type Operation } from '../../../arm/index.ts';
import { isJsonObject, type JsonValue } from '../../../base/index.ts';
import { accepted } from '../act.ts';
import { changeExisting } from '../change-scale-set.ts';
import { SCALE_SET } from '../paths.ts';
import type { ComputeServices } from '../services.ts';

/** Suspends or resumes automatic repairs; the instance view shows it. */
export const setOrchestrationServiceState: Operation<ComputeServices> = {
  operationId: 'VirtualMachineScaleSets_SetOrchestrationServiceState',
  method: 'POST',
  path: `${SCALE_SET}/setOrchestrationServiceState`,
  since: '2019-12-01',
  longRunning: true,
  rateLimits: ['VMScaleSetActionsSubscriptionMaximum'],
  async handle(request, services) {
    const action = readAction(request.json());
    const changed = await changeExisting(
      request,
      services,
      { azureName: 'VirtualMachineScaleSets.SetOrchestrationServiceState.POST' },
      ({ now, operationId }) => ({
        command: { kind: 'setOrchestrationServiceState', at: now, operationId, action },
      }),
    );
    return accepted(request, services, changed);
  },
};

const SERVICES = ['AutomaticRepairs'] as const;
const ACTIONS = ['Resume', 'Suspend'] as const;

function readAction(body: JsonValue | undefined): (typeof ACTIONS)[number] {
  readMember(body, 'serviceName', SERVICES);
  return readMember(body, 'action', ACTIONS);
}

function readMember<Value extends string>(
  body: JsonValue | undefined,
  name: string,
  allowed: readonly Value[],
): Value {
  const members = isJsonObject(body) ? Object.entries(body) : [];
  const value = members.find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
  if (value === undefined || value === null) throw armErrors.missingParameter(name);
  const text = typeof value === 'string' ? value : '';
  const found = allowed.find((candidate) => candidate.toLowerCase() === text.toLowerCase());
  if (found === undefined) throw armErrors.valueNotAllowed(name, text, allowed);
  return found;
}
