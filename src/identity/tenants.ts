import { foldCase, isGuid } from '../base/index.ts';
import { type SignInError, signInErrors } from './sign-in-error.ts';
import type { IdentitySettings } from './types.ts';

/** Path segments that stand for "the tenant of whoever signs in". */
const ANY_TENANT = new Set(['common', 'organizations', 'consumers', 'adfs']);

/** The tenant that a sign-in path means: any GUID, unless one tenant has been chosen by `--tenant`. */
export function findTenant(
  settings: IdentitySettings,
  segment: string,
): string | { readonly refused: SignInError } {
  const name = foldCase(segment);
  if (ANY_TENANT.has(name)) return foldCase(settings.tenantId);
  if (isGuid(name)) {
    if (settings.tenantPinned && name !== foldCase(settings.tenantId))
      return { refused: signInErrors.unknownTenant(segment) };
    return name;
  }
  const isDomain = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(name);
  return {
    refused: isDomain ? signInErrors.unknownTenant(segment) : signInErrors.malformedTenant(segment),
  };
}
