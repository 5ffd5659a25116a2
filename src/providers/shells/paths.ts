import type { ArmRequest } from '../../arm/index.ts';
import type { ShellType } from './shell-type.ts';

type Params = ArmRequest['params'];

const GROUP = '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers';

/** The path of a resource of this type, and of the list that it is in. */
export function pathsOf({ namespace, type, parameters }: ShellType): {
  readonly list: string;
  readonly one: string;
  readonly all: string;
} {
  const words = type.split('/');
  const last = words.length - 1;
  const above = words.slice(0, last).map((word, index) => `/${word}/{${parameters[index]}}`);
  const list = `${GROUP}/${namespace}${above.join('')}/${words[last]}`;
  return {
    list,
    one: `${list}/{${parameters[last]}}`,
    all: `/subscriptions/{subscriptionId}/providers/${namespace}/${type}`,
  };
}

/** The id of the resource that a request names, or of the parent of a nested list (`depth` one less). */
export function idOf(type: ShellType, params: Params, depth = type.parameters.length): string {
  const words = type.type.split('/').slice(0, depth);
  const parts = words.map(
    (word, index) => `/${word}/${params[type.parameters[index] ?? ''] ?? ''}`,
  );
  return `/subscriptions/${params['subscriptionId']}/resourceGroups/${params['resourceGroupName']}/providers/${type.namespace}${parts.join('')}`;
}

export function nameOf(type: ShellType, params: Params): string {
  return params[type.parameters.at(-1) ?? ''] ?? '';
}
