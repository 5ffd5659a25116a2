import path from 'node:path';
import { EmulatorError, type EmulatorErrorCode, makeFolder } from '../base/index.ts';
import { openStore, type Store, StoreError, type StoreErrorCode } from '../store/index.ts';
import type { StoreLocation } from './config.ts';

/** Opens the store; whatever keeps it from opening is told as the user's to mend. */
export async function openConfiguredStore(location: StoreLocation): Promise<Store> {
  try {
    if (location.kind === 'sqlite') {
      // The data folder, too, is made here: it will hold the keys.
      makeFolder(path.dirname(location.file));
    }
    return await openStore(urlOf(location));
  } catch (error) {
    if (error instanceof StoreError) {
      throw new EmulatorError(CODES[error.code], error.message, { cause: error });
    }
    if (location.kind === 'sqlite' && isFileError(error)) {
      const message = `The folder of ${location.file} cannot be made (${error.code}). Choose another with --data DIR or --store sqlite:FILE.`;
      throw new EmulatorError('EMU_STORE_UNAVAILABLE', message, { cause: error });
    }
    throw error;
  }
}

/** Without the password, for people and logs. */
export function describeStore(location: StoreLocation): string {
  if (location.kind !== 'postgres') return urlOf(location);
  const url = new URL(location.url);
  return `${url.protocol}//${url.host}${url.pathname}`;
}

function urlOf(location: StoreLocation): string {
  switch (location.kind) {
    case 'memory':
      return 'memory';
    case 'sqlite':
      return `sqlite:${location.file}`;
    case 'postgres':
      return location.url;
  }
}

const CODES: Readonly<Record<StoreErrorCode, EmulatorErrorCode>> = {
  conflict: 'EMU_STORE_UNAVAILABLE',
  unavailable: 'EMU_STORE_UNAVAILABLE',
  locked: 'EMU_STORE_LOCKED',
  newer: 'EMU_STORE_NEWER',
};

function isFileError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).code === 'string';
}
