import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a folder and those above it, for their owner alone; one that is there already stays as it is.
 * Throws the file system's own error. Step by step, because Node's recursive way never comes back
 * from places like `/proc`, where nothing can be made (seen with 24.21).
 */
export function makeFolder(folder: string): void {
  const parent = dirname(folder);
  if (!isThere(folder) && parent !== folder && !isThere(parent)) makeFolder(parent);
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // It was there, or somebody else has made it meanwhile.
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw error;
  }
}

function isThere(place: string): boolean {
  return statSync(place, { throwIfNoEntry: false }) !== undefined;
}
