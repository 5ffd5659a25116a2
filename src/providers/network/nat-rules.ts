import type { JsonObject } from '../../base/index.ts';
import type { ShellLook, Use } from '../shells/shell-type.ts';
import type { Shell } from '../shells/shell.ts';

/** The rules that a NAT pool makes, one for each machine of the scale sets that name it. */
export async function natRulesOfInstances(
  _shell: Shell,
  _body: JsonObject,
  _uses: readonly Use[],
  _look: ShellLook,
): Promise<readonly JsonObject[]> {
  return [];
}
