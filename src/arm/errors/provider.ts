import { ArmError, type ArmErrorOptions } from '../arm-error.ts';

/** What the compute provider says itself: indented, with its own request id. */
export function provider(options: Omit<ArmErrorOptions, 'speaker'>): ArmError {
  return new ArmError({ ...options, speaker: 'provider' });
}
