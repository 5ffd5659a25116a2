import {
  type ClockControl,
  type ClockLine,
  type ClockMode,
  createClock,
  parseClockMode,
} from '../clock/index.ts';
import type { Store } from '../store/index.ts';

/** The clock, and the store's memory of it. */
export interface KeptClock {
  readonly clock: ClockControl;
  /** Resolves when the line, as it is now, is durable. */
  readonly kept: () => Promise<void>;
}

const COLLECTION = 'clock';
const KEY = 'line';
/** Fast enough to watch a fleet settle, slow enough to look at it on the way. */
const FIRST_MODE: ClockMode = { kind: 'scaled', rate: 60 };

/**
 * Makes the clock along the line that the store remembers. A change is written at once; whoever must
 * know that it is durable waits for `kept`. `onFailure` hears of a write that failed meanwhile.
 */
export async function openClock(
  store: Store,
  wanted: ClockMode | null,
  onFailure: (error: unknown) => void,
): Promise<KeptClock> {
  const stored = await store.getDocument(COLLECTION, KEY);
  const line = stored === undefined ? undefined : (JSON.parse(stored.value) as ClockLine);
  const remembered = line === undefined ? undefined : parseClockMode(line.mode);
  const mode = wanted ?? remembered ?? FIRST_MODE;
  const clock = createClock({ mode, ...(line && { line }) });

  let written = stored?.value;
  let last: Promise<void> = Promise.resolve();
  const write = async (): Promise<void> => {
    const value = JSON.stringify(clock.line());
    if (value === written) return;
    await store.commit([{ kind: 'put', collection: COLLECTION, key: KEY, value }]);
    written = value;
  };
  const kept = (): Promise<void> => {
    // One after the other, so that an older line never lands on a newer one.
    last = last.then(write, write);
    return last;
  };
  clock.onChange(() => {
    kept().catch(onFailure);
  });
  await kept();
  return { clock, kept };
}
