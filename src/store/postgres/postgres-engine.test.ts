import { after } from 'node:test';
import { startPostgres } from '../../../test/support/postgres.ts';
import { runStoreContract } from '../contract/run-store-contract.ts';
import { openStore } from '../open-store.ts';

const postgres = await startPostgres();
after(() => postgres.stop());
const url = await postgres.url();

runStoreContract({ name: 'postgres', open: () => openStore(url), skip: [] });
