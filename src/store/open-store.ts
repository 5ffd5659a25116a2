import { EmulatorError } from '../base/index.ts';
import { createStore } from './create-store.ts';
import { MemoryEngine } from './memory/memory-engine.ts';
import { openPostgresEngine } from './postgres/postgres-engine.ts';
import { openSqliteEngine } from './sqlite/sqlite-engine.ts';
import type { Store } from './types.ts';

const SQLITE_PREFIX = 'sqlite:';
const POSTGRES_URL = /^postgres(ql)?:\/\//;

/**
 * Opens the store that `--store` names: `memory`, `sqlite:FILE` or `postgres://…`. The place is made
 * and migrated when needed. Throws EmulatorError EMU_BAD_OPTION for any other text, and StoreError
 * `locked`, `newer` or `unavailable` when the place cannot be used; their messages say what to do.
 */
export async function openStore(url: string): Promise<Store> {
  if (url === 'memory') return createMemoryStore();
  if (url.startsWith(SQLITE_PREFIX) && url.length > SQLITE_PREFIX.length) {
    return createStore(await openSqliteEngine(url.slice(SQLITE_PREFIX.length)));
  }
  if (POSTGRES_URL.test(url) && URL.canParse(url))
    return createStore(await openPostgresEngine(url));
  // The text is not repeated: there may be a password in it.
  throw new EmulatorError(
    'EMU_BAD_OPTION',
    '--store takes memory, sqlite:FILE or postgres://USER:PASSWORD@HOST:PORT/DATABASE ' +
      '(special characters of a password percent-encoded).',
  );
}

/** A store in this process that is gone with it; the same behaviour as the others, for tests and short runs. */
export function createMemoryStore(): Store {
  return createStore(new MemoryEngine());
}
