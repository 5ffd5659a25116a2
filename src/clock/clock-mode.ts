import type { ClockMode } from './types.ts';

/** Slower than this and nothing would ever happen; a mistyped number more likely than a wish. */
const SLOWEST_RATE = 0.001;
/** Faster than this and an instant stops being an exact number within days. */
const FASTEST_RATE = 100_000;

/** Reads `real`, `instant`, `manual`, or a rate such as `x60` or `x0.5`; undefined when it is none. */
export function parseClockMode(text: string): ClockMode | undefined {
  const word = text.trim().toLowerCase();
  if (word === 'real' || word === 'instant' || word === 'manual') return { kind: word };
  const match = /^x(\d+(?:\.\d+)?)$/.exec(word);
  if (!match) return undefined;
  const rate = Number(match[1]);
  if (!(rate >= SLOWEST_RATE && rate <= FASTEST_RATE)) return undefined;
  return { kind: 'scaled', rate };
}

/** The text that `parseClockMode` reads back as the same mode. */
export function formatClockMode(mode: ClockMode): string {
  return mode.kind === 'scaled' ? `x${mode.rate}` : mode.kind;
}

/** Virtual seconds per second of the machine. */
export function rateOf(mode: ClockMode): number {
  if (mode.kind === 'scaled') return mode.rate;
  return mode.kind === 'manual' ? 0 : 1;
}
