import { EmulatorError } from '../base/index.ts';

/** Does something in the data folder; whatever the file system refuses is the user's to mend. */
export function openDataFolder<R>(
  folder: string,
  open: (folder: string) => Promise<R>,
): Promise<R> {
  return orSay(open, folder, 'The data folder', 'Choose another with --data DIR.');
}

/** The same for the file of `--ready-file`. */
export function openReadyFile(file: string, open: (file: string) => Promise<void>): Promise<void> {
  return orSay(open, file, 'The ready file', 'Choose another with --ready-file FILE.');
}

async function orSay<R>(
  open: (place: string) => Promise<R>,
  place: string,
  what: string,
  advice: string,
): Promise<R> {
  try {
    return await open(place);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (typeof code !== 'string' || !/^E[A-Z]+$/.test(code)) throw cause;
    const message = `${what} ${place} cannot be used (${code}). ${advice}`;
    throw new EmulatorError('EMU_BAD_OPTION', message, { cause });
  }
}
