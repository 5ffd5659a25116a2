/**
 * A key of `outputs` or `parameters` as Azure answers it: `VMSS` as `vmss`, `IPAddress` as
 * `ipAddress`, `blobUri` as it is. The rule is Newtonsoft's CamelCaseNamingStrategy; that `VMSS`
 * becomes `vmss` is recorded (shared/azure/model-defaults.md).
 */
export function camelCase(key: string): string {
  if (!isUpper(key.charAt(0))) return key;
  let end = 1;
  while (end < key.length && isUpper(key.charAt(end))) {
    const next = key.charAt(end + 1);
    if (next !== '' && !isUpper(next)) break;
    end += 1;
  }
  return key.slice(0, end).toLowerCase() + key.slice(end);
}

function isUpper(letter: string): boolean {
  return /^\p{Lu}$/u.test(letter);
}
