import { isJsonObject } from '../../../../src/base/index.ts';

/**
 * What is shown otherwise than it was sent, as paths. Members that were sent and are not shown at all
 * count unless their name is in `hidden` (secrets); members that only the server has do not.
 */
export function differences(
  sent: unknown,
  shown: unknown,
  hidden: readonly string[] = [],
  path = '',
): readonly string[] {
  if (Array.isArray(sent)) {
    // An empty list and none are the same to every one of these clients.
    if (sent.length === 0 && shown === undefined) return [];
    if (!Array.isArray(shown) || shown.length !== sent.length) return [`${path}: ${text(shown)}`];
    return sent.flatMap((item, index) =>
      differences(item, shown[index], hidden, `${path}[${index}]`),
    );
  }
  if (isJsonObject(sent)) {
    if (!isJsonObject(shown)) return isEmpty(sent) ? [] : [`${path}: ${text(shown)}`];
    return Object.entries(sent)
      .filter(([name, value]) => !hidden.includes(name) && value !== undefined)
      .flatMap(([name, value]) => differences(value, shown[name], hidden, `${path}.${name}`));
  }
  return sent === shown ? [] : [`${path}: ${text(sent)} became ${text(shown)}`];
}

function isEmpty(value: object): boolean {
  return Object.keys(value).length === 0;
}

function text(value: unknown): string {
  return JSON.stringify(value) ?? 'nothing';
}
