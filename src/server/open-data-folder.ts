import { EmulatorError } from '../base/index.ts';

/** Does something in the data folder; whatever the file system refuses is the user's to mend. */
export async function openDataFolder<R>(
  folder: string,
  open: (folder: string) => Promise<R>,
): Promise<R> {
  try {
    return await open(folder);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (typeof code !== 'string' || !/^E[A-Z]+$/.test(code)) throw cause;
    throw new EmulatorError(
      'EMU_BAD_OPTION',
      `The data folder ${folder} cannot be used (${code}). Choose another with --data DIR.`,
      { cause },
    );
  }
}
