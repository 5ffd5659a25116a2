import path from 'node:path';

/** A minute for everything; the extension named `broken` fails. */
export const LIFECYCLE_FILE = path.join(import.meta.dirname, 'lifecycle.json');

export const CLIENTS_PAGE_FILE = path.join(
  import.meta.dirname,
  '../../../docs/reference/clients.md',
);
