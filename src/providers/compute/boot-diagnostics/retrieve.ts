import { armErrors, type ArmReply, type ArmRequest, type Operation } from '../../../arm/index.ts';
import { MICROS_PER_SECOND } from '../../../base/index.ts';
import { type Instance, modelView, type ScaleSet } from '../../../scaleset/index.ts';
import { INSTANCE, scaleSetId, VIRTUAL_MACHINE } from '../paths.ts';
import type { ComputeServices } from '../services.ts';
import { profileOf } from '../shapes/vm-instance-view.ts';
import { findMachine as findInstance } from '../virtual-machine-scale-set-vms/get.ts';
import { findMachine } from '../virtual-machines/find-machine.ts';
import { bootBlobPath, type BootBlob, bootDiagnosticsOf } from './boot-diagnostics.ts';
import { BOOT_DIAGNOSTICS, signedAddress } from './signed-address.ts';

/** How long the addresses are good. Source: the specification (1 to 1440; 120 when nothing is said). */
const MINUTES_MAX = 1_440;
const MINUTES_DEFAULT = 120;

/** Of a machine of a Uniform set. */
export const retrieveOfInstance: Operation<ComputeServices> = {
  operationId: 'VirtualMachineScaleSetVMs_RetrieveBootDiagnosticsData',
  method: 'POST',
  path: `${INSTANCE}/retrieveBootDiagnosticsData`,
  since: '2020-06-01',
  longRunning: false,
  rateLimits: ['VMScaleSetVMActionsSubscriptionMaximum', 'VMScaleSetVMActionsResource'],
  async handle(request, services) {
    const minutes = readMinutes(request);
    const { set, instance } = await findInstance(request, services);
    return addresses(request, services, { set, instance, minutes });
  },
};

/** Of a machine of a Flexible set. */
export const retrieveOfMachine: Operation<ComputeServices> = {
  operationId: 'VirtualMachines_RetrieveBootDiagnosticsData',
  method: 'POST',
  path: `${VIRTUAL_MACHINE}/retrieveBootDiagnosticsData`,
  since: '2020-06-01',
  longRunning: false,
  rateLimits: ['UpdateVMSubscriptionMaximum', 'UpdateVMResource'],
  async handle(request, services) {
    const minutes = readMinutes(request);
    const { set, instance } = await findMachine(request, services);
    return addresses(request, services, { set, instance, minutes });
  },
};

interface Asked {
  readonly set: ScaleSet;
  readonly instance: Instance;
  readonly minutes: number;
}

/** Our own server has the blobs, whichever account the model names: nobody else could. */
function addresses(
  request: ArmRequest,
  { compute }: ComputeServices,
  { set, instance, minutes }: Asked,
): ArmReply {
  if (bootDiagnosticsOf(profileOf(instance.model)) === null) {
    throw armErrors.bootDiagnosticsDisabled();
  }
  const { facts, genesis } = modelView(set);
  const machine = facts.orchestrationMode === 'Flexible' ? instance.name : instance.instanceId;
  const base = `${BOOT_DIAGNOSTICS}${scaleSetId(request.params, genesis.name)}/${machine}`;
  const expiry = compute.now() + minutes * 60 * MICROS_PER_SECOND;
  const address = (blob: BootBlob): string =>
    request.origin +
    signedAddress(`${base}/${bootBlobPath(instance, blob)}`, expiry, compute.secretKey);
  return {
    httpStatus: 200,
    speaker: 'provider',
    body: {
      json: {
        consoleScreenshotBlobUri: address('screenshot.bmp'),
        serialConsoleLogBlobUri: address('serialconsole.log'),
      },
    },
  };
}

function readMinutes({ query }: ArmRequest): number {
  const text = query['sasuriexpirationtimeinminutes'];
  if (text === undefined || text === '') return MINUTES_DEFAULT;
  const minutes = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (minutes < 1 || minutes > MINUTES_MAX) {
    throw armErrors.invalidParameterValue('sasUriExpirationTimeInMinutes');
  }
  return minutes;
}
