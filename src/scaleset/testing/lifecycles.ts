import type { JsonObject } from '../../base/index.ts';
import { type Lifecycle, parseLifecycle } from '../index.ts';

/** Lengths of time are short and faults frequent, so that everything overlaps with everything. */
export const unruly: Lifecycle = parseLifecycle({
  name: 'unruly',
  steps: Object.fromEntries(
    [
      'allocate',
      'boot',
      'provisionOs',
      'installExtension',
      'start',
      'powerOff',
      'restart',
      'deallocate',
      'reimage',
      'update',
      'delete',
      'finish',
      'modify',
      'runCommand',
    ].map((step, at) => [
      step,
      { min: '0s', p10: '10ms', median: `${300 + 40 * at}ms`, p90: '4s' },
    ]),
  ),
  extensions: { slow: '8s' },
  health: {
    firstReport: { p10: '10ms', median: '600ms', p90: '3s' },
    faults: [
      { on: { probability: 0.1 }, state: 'unhealthy' },
      {
        on: { probability: 0.2 },
        state: 'unknown',
        after: { p10: '1s', median: '9s', p90: '20s' },
      },
      { on: { fromInstance: 5, probability: 0.4 }, state: 'unhealthy', after: '2s', lasts: '4s' },
    ],
  },
  faults: [
    fault('allocate', 0.05, 'AllocationFailed'),
    fault('provisionOs', 0.05, 'OSProvisioningTimedOut', '20s'),
    fault('installExtension', 0.1, 'VMExtensionProvisioningError'),
    fault('restart', 0.1, 'InternalExecutionError'),
    fault('delete', 0.03, 'InternalExecutionError'),
    fault('modify', 0.1, 'InternalExecutionError'),
    fault('runCommand', 0.1, 'VMExtensionProvisioningError'),
  ],
  evictions: {
    waves: [
      { at: '3s', share: 0.4 },
      { at: '8s', share: 1, every: '50s', times: 3 },
    ],
    rate: { perMachineHour: 300, for: '90s' },
    restore: { after: { min: '0s', p10: '10ms', median: '3s', p90: '8s' }, probability: 0.7 },
  },
});

function fault(step: string, probability: number, code: string, after?: string): JsonObject {
  return {
    on: { step, probability },
    effect: 'fail',
    failure: { code, message: `{vm}: ${code} of {extension}` },
    ...(after !== undefined && { after }),
  };
}

/** Nothing takes time but what fails, and much does, so that due times meet. */
export const hasty: Lifecycle = parseLifecycle({
  name: 'hasty',
  steps: { provisionOs: '1s', delete: '1s', restart: '1s' },
  health: { faults: [{ on: { probability: 0.3 }, state: 'unhealthy', lasts: '3s' }] },
  faults: [
    fault('boot', 0.2, 'BootFailed', '2s'),
    fault('update', 0.3, 'UpdateFailed', '1s'),
    fault('reimage', 0.3, 'ReimageFailed'),
    fault('start', 0.2, 'StartFailed'),
    fault('delete', 0.2, 'DeleteFailed', '3s'),
  ],
});

/** The set fails although its machines go on. */
export const doomed: Lifecycle = {
  ...unruly,
  setFailure: {
    after: 1_500_000,
    view: { code: 'Seen', message: 'seen' },
    operation: { code: 'Answered', message: 'answered' },
  },
};

export const hanging: Lifecycle = {
  ...unruly,
  faults: [
    'allocate',
    'provisionOs',
    'installExtension',
    'restart',
    'reimage',
    'update',
    'modify',
  ].map((step) => ({
    on: { step, probability: 0.3 },
    effect: 'hang',
    after: null,
    failure: { code: null, message: '' },
  })),
};
