import { armErrors, type Operation } from '../../../arm/index.ts';
import { modelView } from '../../../scaleset/index.ts';
import { refuseFlexible } from '../instance-ids.ts';
import { findScaleSet, SCALE_SET } from '../paths.ts';
import type { ComputeServices } from '../services.ts';
import { DOMAIN_COUNT } from '../shapes/instance-names.ts';

/**
 * Walks one platform update domain of a Service Fabric cluster and says which is next. Nothing of a
 * machine changes, as nothing is under maintenance. R: `{"walkPerformed":true,
 * "nextPlatformUpdateDomain":1}`, without a next one behind the last (lro.md, "First answer").
 */
export const forceRecoveryWalk: Operation<ComputeServices> = {
  operationId: 'VirtualMachineScaleSets_ForceRecoveryServiceFabricPlatformUpdateDomainWalk',
  method: 'POST',
  path: `${SCALE_SET}/forceRecoveryServiceFabricPlatformUpdateDomainWalk`,
  since: '2017-12-01',
  longRunning: false,
  rateLimits: ['VMScaleSetActionsSubscriptionMaximum'],
  async handle(request, services) {
    const set = await findScaleSet(request, services);
    // "Not supported on Flexible sets" (Microsoft's comparison of the two modes).
    refuseFlexible(
      set,
      'VirtualMachineScaleSets.ForceRecoveryServiceFabricPlatformUpdateDomainWalk.POST',
    );
    const view = modelView(set);
    const text = request.query['platformupdatedomain'];
    if (text === undefined || text === '') throw armErrors.missingParameter('platformUpdateDomain');
    const domain = /^\d{1,2}$/.test(text) ? Number(text) : -1;
    if (domain < 0 || domain >= DOMAIN_COUNT) {
      throw armErrors.invalidParameterValue('platformUpdateDomain');
    }
    const { zone } = request.query;
    if (zone !== undefined && zone !== '' && !view.facts.zones.includes(zone)) {
      throw armErrors.invalidParameterValue('zone');
    }
    const next = domain + 1;
    const json = {
      walkPerformed: true,
      ...(next < DOMAIN_COUNT ? { nextPlatformUpdateDomain: next } : {}),
    };
    return { httpStatus: 200, speaker: 'provider', body: { json } };
  },
};
