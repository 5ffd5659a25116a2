import {
  SCOPE_LIMIT_NAMES,
  Throttle,
  THROTTLE_MODES,
  type ThrottleSettings,
} from '../arm/index.ts';
import { EmulatorError } from '../base/index.ts';
import type { Throttling } from '../control/index.ts';
import { computeRateLimits } from '../providers/index.ts';
import type { Store } from '../store/index.ts';

const COLLECTION = 'server';
const KEY = 'throttle';

/** Every name that a limit can be set by. */
export const LIMIT_NAMES: readonly string[] = [
  ...SCOPE_LIMIT_NAMES,
  ...Object.keys(computeRateLimits.buckets),
  ...Object.values(computeRateLimits.windows).flatMap((windows) =>
    windows.map(({ group }) => group),
  ),
];

/** Throttling, and the store's memory of how it was set. */
export interface KeptThrottle {
  readonly throttle: Throttle;
  readonly throttling: Throttling;
}

/** What options say wins; what they do not say is as it was left, and at first off. */
export async function openThrottle(
  store: Store,
  wanted: Partial<ThrottleSettings>,
): Promise<KeptThrottle> {
  const throttle = new Throttle(computeRateLimits);
  const stored = (await store.getDocument(COLLECTION, KEY))?.value;
  const left = stored === undefined ? throttle.settings : (JSON.parse(stored) as ThrottleSettings);
  const write = async (settings: ThrottleSettings): Promise<void> => {
    const value = JSON.stringify(settings);
    await store.commit([{ kind: 'put', collection: COLLECTION, key: KEY, value }]);
    throttle.configure(settings);
  };
  const settings = { ...left, ...wanted };
  if (JSON.stringify(settings) === JSON.stringify(left)) throttle.configure(left);
  else await write(settings);
  return {
    throttle,
    throttling: {
      modes: THROTTLE_MODES,
      limitNames: LIMIT_NAMES,
      settings: () => throttle.settings,
      change: ({ mode, limits }) => write({ mode: modeOf(mode), limits }),
      reset: () => throttle.reset(),
      rows: () => throttle.rows(),
    },
  };
}

function modeOf(text: string): ThrottleSettings['mode'] {
  const mode = THROTTLE_MODES.find((known) => known === text);
  if (mode !== undefined) return mode;
  throw new EmulatorError('EMU_BAD_REQUEST', `There is no throttling "${text}".`);
}
