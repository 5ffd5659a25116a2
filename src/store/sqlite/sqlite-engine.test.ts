import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { runStoreContract } from '../contract/run-store-contract.ts';
import { openStore } from '../open-store.ts';

const folder = await mkdtemp(join(tmpdir(), 'lazulite-store-'));
after(() => rm(folder, { recursive: true }));

runStoreContract({
  name: 'sqlite',
  open: () => openStore(`sqlite:${join(folder, 'store.db')}`),
  skip: [
    {
      reason: 'an SQLite file belongs to one process at a time',
      cases: [
        'sharing: each sees what the other has written, and a stale revision conflicts',
        'sharing: two writers race for every revision of a few journals, and none is lost or doubled',
        'sharing: a journal that one forgets and another appends to never has a gap',
      ],
    },
  ],
});
