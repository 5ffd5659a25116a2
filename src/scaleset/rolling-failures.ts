import type { Failure } from '../faults/index.ts';
import type { RollingUpgrade } from './scale-set.ts';

const INSTANCE_UNHEALTHY =
  'The most impactful error is:  Instance found to be unhealthy or unreachable. For details on rolling upgrades, use http://aka.ms/AzureVMSSRollingUpgrade';

/** I: Azure/Service-Fabric-Troubleshooting-Guides, on OS image upgrades, 2023. Two blanks as there. */
export function tooManyBefore(share: number, limit: number): Failure {
  return {
    code: 'MaxUnhealthyInstancePercentExceededBeforeRollingUpgrade',
    message: `Rolling Upgrade failed due to exceeding the MaxUnhealthyInstancePercent value (defined in the RollingUpgradePolicy) before any batch was attempted. ${share}% of instances are in an unhealthy state, more than the threshold of ${limit}% configured in the RollingUpgradePolicy. ${INSTANCE_UNHEALTHY}`,
  };
}

/** I: opencb/opencga #987. */
export function tooManyUnhealthy(share: number, limit: number): Failure {
  return {
    code: 'MaxUnhealthyInstancePercentExceededInRollingUpgrade',
    message: `Rolling Upgrade failed after exceeding the MaxUnhealthyInstancePercent value defined in the RollingUpgradePolicy. ${share}% of instances are in an unhealthy state - more than the threshold of ${limit}%. To apply upgrades, consider increasing the MaxUnhealthyInstancePercent value.`,
  };
}

/** I: microsoft/AzureTRE #1591. */
export function tooManyFailed(
  share: number,
  limit: number,
  worst: RollingUpgrade['worst'],
): Failure {
  const cause =
    worst === null
      ? ` ${INSTANCE_UNHEALTHY}`
      : ` The most impactful error is: ${worst.message}. First failed instance ID is: ${worst.instanceId}.`;
  return {
    code: 'MaxUnhealthyUpgradedInstancePercentExceededInRollingUpgrade',
    message: `Rolling Upgrade failed after exceeding the MaxUnhealthyUpgradedInstancePercent value defined in the RollingUpgradePolicy. ${share}% of instances are in an unhealthy state after being upgraded - more than the threshold of ${limit}%.${cause}`,
  };
}
