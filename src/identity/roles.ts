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
 * only reads. Contributor and Owner differ in Microsoft.Authorization alone, which is not served here.
 * Source: Azure built-in roles, learn.microsoft.com/azure/role-based-access-control/built-in-roles.
 */
const MAY_WRITE: Readonly<Record<Role, boolean>> = {
  Reader: false,
  Contributor: true,
  Owner: true,
};

export function mayDo(settings: IdentitySettings, caller: Identified, method: string): boolean {
  if (settings.auth !== 'rbac') return true;
  if (caller.role === undefined) return false;
  return MAY_WRITE[caller.role] || method === 'GET' || method === 'HEAD';
}
