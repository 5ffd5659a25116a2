import { type ArmReply, type Operation, providerJson } from '../../../arm/index.ts';
import { type ScaleSet, summarize, viewVersion } from '../../../scaleset/index.ts';
import { findScaleSet, SCALE_SET, scaleSetKey } from '../paths.ts';
import type { ComputeServices } from '../services.ts';
import {
  type InstanceViewForm,
  instanceViewForm,
  setInstanceView,
} from '../shapes/set-instance-view.ts';

/**
 * The question that everybody asks. Its cost does not depend on the size of the fleet: the set keeps
 * the counts, and the answer is written once for each state and form.
 */
export const getInstanceView: Operation<ComputeServices> = {
  operationId: 'VirtualMachineScaleSets_GetInstanceView',
  method: 'GET',
  path: `${SCALE_SET}/instanceView`,
  longRunning: false,
  rateLimits: ['HighCostGetVMScaleSetSubscriptionMaximum', 'HighCostGetVMScaleSetResource'],
  handleAtOnce(request, { fleet }) {
    const set = fleet.peek(scaleSetKey(request.params));
    return set && instanceViewReply(set, instanceViewForm(request.servedVersion));
  },
  async handle(request, services) {
    const set = await findScaleSet(request, services);
    return instanceViewReply(set, instanceViewForm(request.servedVersion));
  },
};

interface Written {
  readonly version: number;
  readonly replies: Map<InstanceViewForm, ArmReply>;
}

/** Goes with the set; a set that leaves the memory takes its answers along. */
const written = new WeakMap<ScaleSet, Written>();

function instanceViewReply(set: ScaleSet, form: InstanceViewForm): ArmReply {
  const version = viewVersion(set);
  let entry = written.get(set);
  if (entry?.version !== version) {
    entry = { version, replies: new Map() };
    written.set(set, entry);
  }
  let reply = entry.replies.get(form);
  if (!reply) {
    const bytes = providerJson(setInstanceView(summarize(set), form));
    reply = { httpStatus: 200, speaker: 'provider', body: { bytes } };
    entry.replies.set(form, reply);
  }
  return reply;
}
