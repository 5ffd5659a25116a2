import { finish, guidFrom, hashText, hashWords, mix } from '../base/index.ts';
import type { Random } from './types.ts';

/**
 * A counter that is hashed: the n-th draw is a function of the seed, the stream's name and n.
 * Different streams of one seed are independent, so one more draw here shifts nothing elsewhere.
 */
export function createRandom(seed: number, stream: string): Random {
  const base = hashWords(seed | 0, Math.floor(seed / 0x1_0000_0000) | 0, hashText(stream));
  let drawn = 0;
  return {
    uint32() {
      drawn += 1;
      return finish(mix(mix(base, drawn | 0), Math.floor(drawn / 0x1_0000_0000)));
    },
    guid() {
      drawn += 1;
      return guidFrom(base, drawn);
    },
  };
}
