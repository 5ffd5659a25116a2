import { runStoreContract } from '../contract/run-store-contract.ts';
import { createMemoryStore } from '../open-store.ts';

runStoreContract({
  name: 'memory',
  open: async () => createMemoryStore(),
  skip: [
    {
      reason: 'a memory store is gone when it is closed, and every opening is another one',
      cases: [
        'reopening: everything is there, and goes on where it was',
        'closing: finishes what is under way, and refuses what comes after',
        'sharing: only a store that says so can be opened twice',
        'sharing: each sees what the other has written, and a stale revision conflicts',
        'sharing: two writers race for every revision of a few journals, and none is lost or doubled',
        'sharing: a journal that one forgets and another appends to never has a gap',
      ],
    },
  ],
});
