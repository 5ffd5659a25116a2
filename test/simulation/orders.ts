import type { Asked } from './requests.ts';
import type { Step } from './steps.ts';

/** What a step orders of the control API. */
export function orderOf(
  step: Extract<Step, { kind: 'fault' | 'clearFaults' | 'setHealth' }>,
  setPath: (set: number) => string,
  idOf: (set: number, id: number) => string,
): Asked {
  switch (step.kind) {
    case 'fault':
      return {
        method: 'POST',
        target: '/_lazulite/faults',
        body: {
          fault: step.fault,
          on: { resource: setPath(step.set) },
          ...(step.times !== null && { times: step.times }),
        },
      };
    case 'clearFaults':
      return { method: 'DELETE', target: '/_lazulite/faults' };
    case 'setHealth':
      return {
        method: 'POST',
        target: '/_lazulite/instancehealth',
        body: {
          resourceId: setPath(step.set),
          instanceIds: [idOf(step.set, step.id)],
          state: step.state,
        },
      };
  }
}
