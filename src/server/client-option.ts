import { EmulatorError } from '../base/index.ts';
import type { Role } from '../identity/index.ts';

/** A client that may sign in. */
export interface Client {
  readonly id: string;
  readonly secret: string;
  readonly role: Role;
}

const ROLES: readonly Role[] = ['Owner', 'Contributor', 'Reader'];

/**
 * Reads `ID=SECRET[:ROLE]`. A colon in the secret is fine: only a known role after the last one is
 * taken for a role.
 */
export function parseClient(text: string, label: string): Client {
  const match = /^([^=\s]+)=(.+)$/s.exec(text);
  if (!match) {
    // The text is not repeated: it may well be a secret.
    throw new EmulatorError(
      'EMU_BAD_OPTION',
      `${label} must look like ID=SECRET or ID=SECRET:ROLE.`,
    );
  }
  const [, id = '', rest = ''] = match;
  const colon = rest.lastIndexOf(':');
  const role = ROLES.find((name) => name.toLowerCase() === rest.slice(colon + 1).toLowerCase());
  if (colon > 0 && role !== undefined) return { id, secret: rest.slice(0, colon), role };
  return { id, secret: rest, role: 'Owner' };
}
