import { after } from 'node:test';
import { startPostgres } from '../support/postgres.ts';
import { runStoreContract } from '../../src/store/contract/run-store-contract.ts';
import { openStore } from '../../src/store/open-store.ts';

const postgres = await startPostgres();
after(() => postgres.stop());
const url = await postgres.url();

runStoreContract({ name: 'postgres', open: () => openStore(url), skip: [] });
