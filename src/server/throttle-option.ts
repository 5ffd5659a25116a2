import type { OwnLimits } from '../arm/index.ts';
import { EmulatorError } from '../base/index.ts';
import { LIMIT_NAMES } from './throttle-keeper.ts';

const MAX = 2_147_483_647;

/** Reads `NAME=CAPACITY` or `NAME=CAPACITY/REFILL`, as often as it was given. */
export function parseThrottleLimits(
  texts: readonly { readonly text: string; readonly label: string }[],
): OwnLimits {
  return Object.fromEntries(
    texts.map(({ text, label }) => {
      const match = /^([^=]+)=(\d{1,10})(?:\/(\d{1,10}))?$/.exec(text.trim());
      const [, name = '', capacity = '', refill] = match ?? [];
      if (match === null || Number(capacity) > MAX || Number(refill ?? 0) > MAX) {
        throw bad(`${label} must look like HighCostGetVMScaleSetResource=3/1, not "${text}".`);
      }
      if (!LIMIT_NAMES.includes(name)) {
        throw bad(`${label} names no limit: "${name}". There are ${LIMIT_NAMES.join(', ')}.`);
      }
      const limit = { capacity: Number(capacity) };
      return [name, refill === undefined ? limit : { ...limit, refill: Number(refill) }];
    }),
  );
}

function bad(message: string): EmulatorError {
  return new EmulatorError('EMU_BAD_OPTION', message);
}
