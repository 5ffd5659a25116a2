import type { ShellType } from '../shells/shell-type.ts';
import { NETWORK_API_VERSIONS } from './api-versions.ts';
import { NETWORK, networkForm } from './form.ts';

/** What all types of Microsoft.Network have in common. */
export const networkType = {
  namespace: NETWORK,
  apiVersions: NETWORK_API_VERSIONS,
  form: networkForm,
} satisfies Partial<ShellType>;

/** Every type of this provider has the same verbs. */
export function verbs(group: string): ShellType['operations'] {
  return { group, list: 'List', listAll: 'ListAll', update: 'UpdateTags' };
}
