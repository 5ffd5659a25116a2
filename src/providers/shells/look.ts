import type { ArmRequest } from '../../arm/index.ts';
import type { ShellServices } from './services.ts';
import type { ShellLook } from './shell-type.ts';

/** What is asked for at one reading is asked for once. */
export function createLook(
  services: Pick<ShellServices, 'shells' | 'longRunning' | 'fleet'>,
  request?: Pick<ArmRequest, 'servedVersion'>,
): ShellLook {
  const { shells, longRunning, fleet } = services;
  return {
    now: longRunning.now(),
    apiVersion: request?.servedVersion,
    usesOf: (id) => shells.usesOf(id),
    find: (id) => shells.find(id),
    scaleSet: (key) => fleet.find(key),
  };
}
