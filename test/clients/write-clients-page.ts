import { writeFileSync } from 'node:fs';
import { clientsPage } from './clients-page.ts';
import { CLIENTS } from './clients.ts';
import { CLIENTS_PAGE_FILE } from './support/paths.ts';

// `node test/clients/write-clients-page.ts` after a case was added or taken away.
writeFileSync(CLIENTS_PAGE_FILE, clientsPage(CLIENTS));
