import { hashText, type Instant } from '../../base/index.ts';

/** .NET counts tenths of a microsecond since the year 1; ids count down from the largest. */
const TICKS_AT_EPOCH = 621_355_968_000_000_000n;
const TICKS_MAX = 9_223_372_036_854_775_807n;

/**
 * The twenty digits under which a deployment's status is asked for: newer ones are smaller. Azure's
 * are the largest 64-bit number less the ticks (08584769460629448603 is 2024-08-26). The last digit
 * tells deployments of one name at one instant apart.
 */
export function statusIdOf(at: Instant, generation: number): string {
  const ticks = BigInt(at) * 10n + BigInt(generation % 10) + TICKS_AT_EPOCH;
  return String(TICKS_MAX - ticks).padStart(20, '0');
}

/** Sixteen hexadecimal digits, as operations of resources are called (`9E13C9251EF17005`). */
export function murmurName(text: string): string {
  const half = (seed: number): string => hashText(text, seed).toString(16).padStart(8, '0');
  return `${half(0)}${half(0x9e3779b9)}`.toUpperCase();
}
