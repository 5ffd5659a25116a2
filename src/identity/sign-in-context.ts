import type { Clock } from '../clock/index.ts';
import type { SigningKey } from './signing-key.ts';
import type { IdentitySettings } from './types.ts';

/** What every sign-in endpoint needs. */
export interface SignInContext {
  readonly settings: IdentitySettings;
  readonly key: SigningKey;
  readonly clock: Pick<Clock, 'wall'>;
  /** Unlike any before: for trace ids and token ids. */
  readonly nextGuid: () => string;
}
