import type { Generation } from './az-case.ts';

/** Cases that the emulator does not serve yet, as `story: case`. One that works has to go from here. */
export const AZ_KNOWN_GAPS: Readonly<Record<Generation, readonly string[]>> = {
  hybrid: [],
  latest: [],
};
