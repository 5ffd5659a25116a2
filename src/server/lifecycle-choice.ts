import path from 'node:path';
import { EmulatorError } from '../base/index.ts';
import {
  type Lifecycle,
  LIFECYCLE_NAMES,
  namedLifecycle,
  parseLifecycle,
} from '../scaleset/index.ts';
import { readDocumentFile } from './document-file.ts';

/** A life cycle by shipped name, by file (from `folder`), or as a document itself. */
export async function chooseLifecycle(choice: unknown, folder: string): Promise<Lifecycle> {
  if (typeof choice !== 'string') return parseLifecycle(choice);
  const shipped = namedLifecycle(choice);
  if (shipped !== undefined) return shipped;
  if (!/[./\\]/.test(choice)) {
    throw new EmulatorError(
      'EMU_BAD_LIFECYCLE',
      `There is no life cycle "${choice}"; there are ${LIFECYCLE_NAMES.join(', ')}, or name a file.`,
    );
  }
  const kind = { code: 'EMU_BAD_LIFECYCLE', what: 'life cycle' } as const;
  const { value } = await readDocumentFile(path.resolve(folder, choice), kind);
  return parseLifecycle(value);
}
