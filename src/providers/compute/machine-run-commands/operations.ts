import type { Operation } from '../../../arm/index.ts';
import type { ComputeServices } from '../services.ts';
import { FAMILIES } from './family.ts';
import { getOf, listOf } from './read.ts';
import { createOrUpdateOf, deleteOf, updateOf } from './write.ts';

/** Run commands of machines of both kinds, and the diagnostic ones. */
export const runCommandOperations: readonly Operation<ComputeServices>[] = FAMILIES.flatMap(
  (family) => [
    listOf(family),
    getOf(family),
    createOrUpdateOf(family),
    updateOf(family),
    deleteOf(family),
  ],
);
