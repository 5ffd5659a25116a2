import {
  armErrors,
  type ArmRequest,
  nextLink,
  type Operation,
  readAfterNumber,
  writeJsonList,
} from '../../../arm/index.ts';
import { type Instance, listInstances, modelView } from '../../../scaleset/index.ts';
import { isFlexibleSet } from '../instance-ids.ts';
import { findScaleSet, scaleSetId, SCALE_SETS } from '../paths.ts';
import { readExpand } from '../query.ts';
import type { ComputeServices } from '../services.ts';
import { flexibleVmItem } from '../shapes/flexible-vm.ts';
import { vmBody, vmSelection } from '../shapes/vm.ts';

/** Recorded. Source: shared/azure/vm-instance-view.md, "List and single GET". */
const PAGE_SIZE = 120;

export const list: Operation<ComputeServices> = {
  operationId: 'VirtualMachineScaleSetVMs_List',
  method: 'GET',
  path: `${SCALE_SETS}/{virtualMachineScaleSetName}/virtualMachines`,
  longRunning: false,
  rateLimits: [
    'HighCostGetVMScaleSetSubscriptionMaximum',
    'HighCostGetVMScaleSetResource',
    'VMScaleSetVMViewsSubscriptionMaximum',
  ],
  async handle(request, services) {
    const withInstanceView = readExpand(request, ['instanceView']).has('instanceView');
    const reduced = readSelect(request);
    const filter = readFilter(request);
    const set = await findScaleSet(request, services);
    const view = modelView(set);
    if (isFlexibleSet(set) && (withInstanceView || reduced)) {
      // I: OMS-Agent-for-Linux #1475.
      throw armErrors.badRequest(
        `Operation 'VirtualMachineScaleSets.virtualMachines.GET' is not allowed on Virtual Machine Scale Set '${view.genesis.name}'.`,
      );
    }
    const page = listInstances(set, {
      after: readAfterNumber(request) ?? -1,
      limit: PAGE_SIZE,
      ...(filter.latestModelApplied === undefined
        ? {}
        : { latestModelApplied: filter.latestModelApplied }),
    });
    const options = {
      apiVersion: request.servedVersion,
      setId: scaleSetId(request.params, view.genesis.name),
      withInstanceView,
    };
    const { bytes, count } = await writeJsonList({
      speaker: 'provider',
      items: page.instances.filter(filter.matches),
      toJson: (instance) => {
        if (isFlexibleSet(set)) return flexibleVmItem(view, instance, options);
        return (reduced ? vmSelection : vmBody)(view, instance, options);
      },
      nextLink: page.next === null ? undefined : nextLink(request, { after: page.next }),
      turn: () => services.turn(),
    });
    return {
      httpStatus: 200,
      speaker: 'provider',
      headers: ['x-ms-request-charge', String(count)],
      body: { bytes },
    };
  },
};

/** `$select=instanceView` gives reduced items; the specification allows nothing else. */
function readSelect({ query }: ArmRequest): boolean {
  const text = query['$select'];
  if (text === undefined || text === '') return false;
  if (text.toLowerCase() !== 'instanceview') {
    throw armErrors.valueNotAllowed('$select', text, ['instanceView']);
  }
  return true;
}

interface InstanceFilter {
  readonly latestModelApplied?: boolean;
  matches(instance: Instance): boolean;
}

/** The three that the specification lists; anything else is refused and never left unfiltered. */
const FILTERS = [
  "startswith(instanceView/statuses/code, 'PowerState') eq true",
  'properties/latestModelApplied eq true',
  'properties/latestModelApplied eq false',
];

function readFilter({ query }: ArmRequest): InstanceFilter {
  const text = query['$filter'];
  const all = { matches: () => true };
  if (text === undefined || text.trim() === '') return all;
  const folded = (filter: string) => filter.toLowerCase().replaceAll(/\s+/g, '');
  switch (FILTERS.findIndex((filter) => folded(filter) === folded(text))) {
    case 0:
      return { matches: ({ power }) => power !== null };
    case 1:
      return { ...all, latestModelApplied: true };
    case 2:
      return { ...all, latestModelApplied: false };
    default:
      throw armErrors.valueNotAllowed('$filter', text, FILTERS);
  }
}
