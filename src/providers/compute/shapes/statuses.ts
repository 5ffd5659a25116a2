import { formatInstant, type Instant, type JsonObject } from '../../../base/index.ts';
import type { PowerState, ProvisioningState } from '../../../scaleset/index.ts';

interface SettledOrNot {
  readonly state: ProvisioningState;
  readonly settledAt: Instant | null;
  readonly failure: { readonly code: string | null; readonly message: string } | null;
}

/**
 * The code of a summary: capital P, lower-case state, never an error code.
 * Source: shared/azure/instance-view.md, fact 6.
 */
export function summaryCode(state: ProvisioningState): string {
  return `ProvisioningState/${state}`;
}

/**
 * A provisioning status in the wire's key order. `time` stands on settled ones only; a failed one
 * has its error code as the third segment where Azure has one, level Error and a message.
 * Source: shared/azure/instance-view.md, facts 8 and 9; vm-instance-view.md, "statuses".
 *
 * @param failedLabel the `displayStatus` of a failure, which differs between a set and a machine
 */
export function provisioningStatus(subject: SettledOrNot, failedLabel: string): JsonObject {
  const { state, settledAt, failure } = subject;
  const failureCode = state === 'failed' && failure?.code ? `/${failure.code}` : '';
  const status: JsonObject = {
    code: `${summaryCode(state)}${failureCode}`,
    level: state === 'failed' ? 'Error' : 'Info',
    displayStatus: state === 'failed' ? failedLabel : LABELS[state],
  };
  if (state === 'failed' && failure) status['message'] = failure.message;
  const settled = state === 'succeeded' || state === 'failed';
  if (settled && settledAt !== null) status['time'] = formatInstant(settledAt);
  return status;
}

/** Of a machine, its disks and its extensions. Source: Azure's page "VM states". */
export const MACHINE_FAILED_LABEL = 'Provisioning failed';

/** Power statuses never carry a time (1,016 of 1,016 recorded). */
export function powerStatus(power: PowerState): JsonObject {
  return { code: `PowerState/${power}`, level: 'Info', displayStatus: `VM ${power}` };
}

const LABELS = {
  creating: 'Creating',
  updating: 'Updating',
  deleting: 'Deleting',
  succeeded: 'Provisioning succeeded',
} as const;
