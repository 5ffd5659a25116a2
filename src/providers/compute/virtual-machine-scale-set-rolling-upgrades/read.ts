import { armErrors, type Operation } from '../../../arm/index.ts';
import { latestRollingUpgrade, modelView, osUpgrades } from '../../../scaleset/index.ts';
import { findScaleSet, SCALE_SET } from '../paths.ts';
import type { ComputeServices } from '../services.ts';
import { osUpgradeBody, rollingUpgradeBody } from '../shapes/rolling-upgrade.ts';

const RATE_LIMITS = ['GetVMScaleSetSubscriptionMaximum', 'GetVMScaleSetResource'];

export const getLatest: Operation<ComputeServices> = {
  operationId: 'VirtualMachineScaleSetRollingUpgrades_GetLatest',
  method: 'GET',
  path: `${SCALE_SET}/rollingUpgrades/latest`,
  since: '2017-03-30',
  longRunning: false,
  rateLimits: RATE_LIMITS,
  async handle(request, services) {
    const set = await findScaleSet(request, services);
    const upgrade = latestRollingUpgrade(set);
    if (!upgrade) throw armErrors.noRollingUpgradeYet();
    const json = rollingUpgradeBody(modelView(set), upgrade, request.servedVersion);
    return { httpStatus: 200, speaker: 'provider', body: { json } };
  },
};

/** What was upgraded on request, oldest first; no newer image comes out here by itself. */
export const getOSUpgradeHistory: Operation<ComputeServices> = {
  operationId: 'VirtualMachineScaleSets_GetOSUpgradeHistory',
  method: 'GET',
  path: `${SCALE_SET}/osUpgradeHistory`,
  since: '2017-12-01',
  longRunning: false,
  rateLimits: RATE_LIMITS,
  async handle(request, services) {
    const set = await findScaleSet(request, services);
    const view = modelView(set);
    const value = osUpgrades(set).map((upgrade) => osUpgradeBody(view, upgrade));
    return { httpStatus: 200, speaker: 'provider', body: { json: { value } } };
  },
};
