export { createIdentity, type IdentityParts } from './identity.ts';
export { originOf } from './origin.ts';
export { objectIdOf } from './token-claims.ts';
export { authorizationFailed } from './refusals.ts';
export type {
  Authentication,
  AuthenticationRefusal,
  ConfiguredClient,
  Identified,
  Identity,
  IdentitySettings,
  Role,
  TokenOrder,
} from './types.ts';
