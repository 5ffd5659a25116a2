import { sameName } from '../base/index.ts';
import type { ConfiguredClient, Identified, IdentitySettings, Role } from './types.ts';

/** The client with this id, in any case, as Azure compares application ids. */
export function findClient(settings: IdentitySettings, id: string): ConfiguredClient | undefined {
  return settings.clients.find((client) => sameName(client.id, id));
}

/** Looked up and not written into tokens, so that a changed role counts at once after a restart. */
export function roleOf(settings: IdentitySettings, appId: string): Role | undefined {
  return findClient(settings, appId)?.role;
}

/**
 * Reader is `*\/read` only: in ARM that is GET (and HEAD); POST is always an action, even where it
 * only reads. Contributor and Owner differ in Microsoft.Authorization alone.
 * Source: Azure built-in roles, learn.microsoft.com/azure/role-based-access-control/built-in-roles.
 */
const MAY_WRITE: Readonly<Record<Role, boolean>> = {
  Reader: false,
  Contributor: true,
  Owner: true,
};

export function mayDo(
  settings: IdentitySettings,
  { role }: Identified,
  method: string,
  target: string,
): boolean {
  if (settings.auth !== 'rbac') return true;
  if (role === undefined) return false;
  if (method === 'GET' || method === 'HEAD') return true;
  return MAY_WRITE[role] && (role === 'Owner' || !GIVES_ROLES.test(decoded(target)));
}

/** What a Contributor may not: `Microsoft.Authorization/*\/Write` and `Delete`. */
const GIVES_ROLES = /\/providers\/+microsoft\.authorization\//i;

/** A target that cannot be decoded is refused further on. */
function decoded(target: string): string {
  try {
    return decodeURIComponent(target);
  } catch (error) {
    if (error instanceof URIError) return target;
    throw error;
  }
}
