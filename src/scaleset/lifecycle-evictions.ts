import { type JsonObject, isJsonObject, type JsonValue, type Micros } from '../base/index.ts';
import type { Distribution } from './lifecycle.ts';

/** When Spot machines are evicted by themselves, and how they are brought back. */
export interface Evictions {
  readonly waves: readonly EvictionWave[];
  readonly rate: EvictionRate | null;
  readonly restore: SpotRestore;
}

/** A share of the machines at once, as when a region runs short of capacity. */
export interface EvictionWave {
  /** After the set was created, or got this life cycle. */
  readonly at: Micros;
  /** Of the Spot machines that run: 1 is all. */
  readonly share: number;
  /** Null when it comes once. */
  readonly every: Micros | null;
  /** How often it comes. */
  readonly times: number;
  /** Only machines in this zone; null for all. */
  readonly zone: string | null;
}

/** One machine here and there. */
export interface EvictionRate {
  /** How often a machine is evicted in an hour, on average. */
  readonly perMachineHour: number;
  /** For how long this goes on; null for ever. */
  readonly for: Micros | null;
}

/** What a try to bring an evicted machine back takes, and how often it works out. */
export interface SpotRestore {
  readonly after: Distribution;
  readonly probability: number;
}

const MINUTE: Micros = 60_000_000;

/** Capacity comes back after some minutes. Nothing about it is documented: inferred. */
export const DEFAULT_RESTORE: SpotRestore = {
  after: {
    min: MINUTE,
    p10: 2 * MINUTE,
    median: 5 * MINUTE,
    p90: 20 * MINUTE,
    max: 24 * MINUTE,
  },
  probability: 1,
};

/** How the values of the document are read; each throws EMU_BAD_LIFECYCLE for a bad one. */
interface Readers {
  time(value: JsonValue | undefined, place: string): Micros;
  distribution(value: JsonValue | undefined, place: string): Distribution;
}

/** Reads the section `evictions`, whose form the schema has checked. */
export function parseEvictions(value: JsonObject, readers: Readers): Evictions {
  const { waves, rate, restore } = value;
  return {
    waves: (Array.isArray(waves) ? waves : []).map((wave, index) =>
      parseWave(isJsonObject(wave) ? wave : {}, `/evictions/waves/${index}`, readers),
    ),
    rate: isJsonObject(rate)
      ? {
          perMachineHour: Number(rate.perMachineHour),
          for: rate.for === undefined ? null : readers.time(rate.for, '/evictions/rate/for'),
        }
      : null,
    restore: isJsonObject(restore)
      ? {
          after:
            restore.after === undefined
              ? DEFAULT_RESTORE.after
              : readers.distribution(restore.after, '/evictions/restore/after'),
          probability: Number(restore.probability ?? 1),
        }
      : DEFAULT_RESTORE,
  };
}

function parseWave(wave: JsonObject, place: string, { time }: Readers): EvictionWave {
  const every = wave.every === undefined ? null : time(wave.every, `${place}/every`);
  return {
    at: time(wave.at, `${place}/at`),
    share: Number(wave.share),
    every,
    times: Number(wave.times ?? 1),
    zone: typeof wave.zone === 'string' ? wave.zone : null,
  };
}
