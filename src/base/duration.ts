import type { Micros } from './instant.ts';
import { MICROS_PER_SECOND } from './instant.ts';

const SECONDS_PER_UNIT: Readonly<Record<string, number>> = {
  us: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3_600,
  d: 86_400,
};

/**
 * Reads a length of time as people write it (`90s`, `3m`, `1h30m`, `250ms`) or as Azure does
 * (ISO 8601: `PT3M`, `P1DT2H`). A bare number is seconds. Undefined when it is neither.
 */
export function parseDuration(text: string): Micros | undefined {
  const trimmed = text.trim();
  if (/^\d+(\.\d+)?$/.test(trimmed)) return Math.round(Number(trimmed) * MICROS_PER_SECOND);
  return /^p/i.test(trimmed) ? parseIso(trimmed) : parseUnits(trimmed);
}

/** Writes a length of time for people: `1h 30m`, `12.5s`, `250ms`. */
export function formatDuration(micros: Micros): string {
  if (micros < MICROS_PER_SECOND) return `${Math.round(micros / 1_000)}ms`;
  const seconds = micros / MICROS_PER_SECOND;
  if (seconds < 60) return `${Math.round(seconds * 10) / 10}s`;
  const whole = Math.round(seconds);
  const parts = [
    [Math.floor(whole / 86_400), 'd'],
    [Math.floor((whole % 86_400) / 3_600), 'h'],
    [Math.floor((whole % 3_600) / 60), 'm'],
    [whole % 60, 's'],
  ] as const;
  return parts
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${amount}${unit}`)
    .join(' ');
}

function parseUnits(text: string): Micros | undefined {
  if (!/^(\d+(\.\d+)?(us|ms|s|m|h|d)\s*)+$/.test(text)) return undefined;
  let seconds = 0;
  for (const part of text.matchAll(/(\d+(?:\.\d+)?)(us|ms|s|m|h|d)/g)) {
    seconds += Number(part[1]) * (SECONDS_PER_UNIT[part[2] ?? ''] ?? 0);
  }
  return Math.round(seconds * MICROS_PER_SECOND);
}

function parseIso(text: string): Micros | undefined {
  const match = /^P(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/i.exec(text);
  if (!match || text.length < 3) return undefined;
  const [days, hours, minutes, seconds] = match.slice(1).map((part) => Number(part ?? 0));
  const total = (days ?? 0) * 86_400 + (hours ?? 0) * 3_600 + (minutes ?? 0) * 60 + (seconds ?? 0);
  return Math.round(total * MICROS_PER_SECOND);
}
