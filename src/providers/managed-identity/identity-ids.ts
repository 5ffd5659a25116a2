import { foldCase, guidFromText } from '../../base/index.ts';

/** What a user-assigned identity is in the directory; the same wherever it is shown. */
export function identityIds(id: string): {
  readonly principalId: string;
  readonly clientId: string;
} {
  const key = foldCase(id);
  return {
    principalId: guidFromText(`identity principal ${key}`),
    clientId: guidFromText(`identity client ${key}`),
  };
}
