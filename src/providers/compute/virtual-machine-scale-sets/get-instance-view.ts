import type { ArmReply, Operation } from '../../../arm/index.ts';
import { type ScaleSet, summarize, viewVersion } from '../../../scaleset/index.ts';
import { isFlexibleSet, refuseFlexible } from '../instance-ids.ts';
import { findScaleSet, SCALE_SET, scaleSetKey } from '../paths.ts';
import type { ComputeServices } from '../services.ts';
import { InstanceViewWriter } from '../shapes/instance-view-writer.ts';
import { type InstanceViewForm, instanceViewForm } from '../shapes/set-instance-view.ts';

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
    if (set === undefined || isFlexibleSet(set)) return undefined;
    return instanceViewReply(set, instanceViewForm(request.servedVersion));
  },
  async handle(request, services) {
    const set = await findScaleSet(request, services);
    refuseFlexible(set, 'VirtualMachineScaleSets.instanceView.GET');
    return instanceViewReply(set, instanceViewForm(request.servedVersion));
  },
};

interface Written {
  readonly writer: InstanceViewWriter;
  version: number;
  reply: ArmReply;
}

/** Goes with the set; a set that leaves the memory takes its answers along. */
const written = new WeakMap<ScaleSet, Map<InstanceViewForm, Written>>();

function instanceViewReply(set: ScaleSet, form: InstanceViewForm): ArmReply {
  let forms = written.get(set);
  if (!forms) {
    forms = new Map();
    written.set(set, forms);
  }
  const version = viewVersion(set);
  let entry = forms.get(form);
  if (!entry) {
    const writer = new InstanceViewWriter(form);
    entry = { writer, version, reply: write(writer, set) };
    forms.set(form, entry);
  } else if (entry.version !== version) {
    entry.version = version;
    entry.reply = write(entry.writer, set);
  }
  return entry.reply;
}

function write(writer: InstanceViewWriter, set: ScaleSet): ArmReply {
  return { httpStatus: 200, speaker: 'provider', body: { bytes: writer.write(summarize(set)) } };
}
