import { armErrors, type Operation } from '../../../arm/index.ts';
import { modelView, type ScaleSet } from '../../../scaleset/index.ts';
import { accepted } from '../act.ts';
import { changeExisting, type Proposal } from '../change-scale-set.ts';
import { valueAt } from '../model/json-path.ts';
import { SCALE_SET } from '../paths.ts';
import type { ComputeServices } from '../services.ts';

interface Row {
  readonly verb: string;
  readonly word: string;
  readonly since: string;
  readonly check: (set: ScaleSet) => void;
  readonly command: (at: { at: number; operationId: string }) => Proposal['command'];
}

/** Instances that have the latest image already are left alone (documented). */
export const startOSUpgrade = rollingAction({
  verb: 'StartOSUpgrade',
  word: 'osRollingUpgrade',
  since: '2017-03-30',
  check(set) {
    const { model } = modelView(set);
    const version = valueAt(
      model,
      'properties',
      'virtualMachineProfile',
      'storageProfile',
      'imageReference',
      'version',
    );
    if (!/^latest$/i.test(String(version ?? ''))) throw armErrors.osUpgradeNeedsLatest();
  },
  command: (base) => ({ kind: 'startRollingUpgrade', ...base, of: 'os' }),
});

export const startExtensionUpgrade = rollingAction({
  verb: 'StartExtensionUpgrade',
  word: 'extensionRollingUpgrade',
  since: '2018-06-01',
  check: () => {},
  command: (base) => ({ kind: 'startRollingUpgrade', ...base, of: 'extension' }),
});

export const cancel = rollingAction({
  verb: 'Cancel',
  word: 'rollingUpgrades/cancel',
  since: '2017-03-30',
  check: () => {},
  command: (base) => ({ kind: 'cancelRollingUpgrade', ...base }),
});

function rollingAction({ verb, word, since, check, command }: Row): Operation<ComputeServices> {
  // Made like the recorded `VirtualMachineScaleSets.ManualUpgrade.POST`.
  const azureName = `VirtualMachineScaleSetRollingUpgrades.${verb}.POST`;
  return {
    operationId: `VirtualMachineScaleSetRollingUpgrades_${verb}`,
    method: 'POST',
    path: `${SCALE_SET}/${word}`,
    since,
    longRunning: true,
    rateLimits: ['VMScaleSetActionsSubscriptionMaximum'],
    async handle(request, services) {
      const changed = await changeExisting(
        request,
        services,
        { azureName },
        ({ now, operationId }, current) => {
          check(current);
          return { command: command({ at: now, operationId }) };
        },
      );
      return accepted(request, services, changed);
    },
  };
}
