import { ArmError, type ArmErrorOptions } from '../arm-error.ts';

/**
 * Refusals of the compute provider: indented JSON, its own request id. Marks as in front-door.ts;
 * source of each: shared/azure/errors.md, "CRP".
 */
export const computeErrors = {
  /** R 2020-2023: an instance id that does not exist. */
  instanceNotFound: () =>
    provider({
      httpStatus: 404,
      code: 'NotFound',
      message: 'The entity was not found in this Azure location.',
    }),

  /** R 2017: e.g. rollingUpgrades/latest when there never was one. */
  entityNotFound: () =>
    provider({ httpStatus: 404, code: 'NotFound', message: 'The entity was not found.' }),

  /** R (26 times). `target` is `instanceIds` for delete, `upgradePolicies.instanceIds` for manualupgrade. */
  unknownInstanceId: (instanceId: string, target: string) =>
    provider({
      httpStatus: 400,
      code: 'InvalidParameter',
      message: `The provided instanceId ${instanceId} is not an active Virtual Machine Scale Set VM instanceId.`,
      target,
    }),

  /** R: the frame of every complaint about a value; the words vary. */
  invalidParameter: (target: string, message: string) =>
    provider({ httpStatus: 400, code: 'InvalidParameter', message, target }),

  /** R (VM adminUsername). */
  missingParameter: (parameter: string) =>
    provider({
      httpStatus: 400,
      code: 'InvalidParameter',
      message: `Required parameter '${parameter}' is missing (null).`,
      target: parameter,
    }),

  /** R (VM ssh keyData). */
  invalidParameterValue: (parameter: string) =>
    provider({
      httpStatus: 400,
      code: 'InvalidParameter',
      message: `The value of parameter ${parameter} is invalid.`,
      target: parameter,
    }),

  /** R: rolling mode without probe, generation clashes, …; the words vary. */
  badRequest: (message: string) => provider({ httpStatus: 400, code: 'BadRequest', message }),

  /** R. */
  propertyChangeNotAllowed: (property: string) =>
    provider({
      httpStatus: 409,
      code: 'PropertyChangeNotAllowed',
      message: `Changing property '${property}' is not allowed.`,
      target: property,
    }),

  /** R: quota, cancel without rolling upgrade, actions a set does not allow; the words vary. */
  operationNotAllowed: (message: string) =>
    provider({ httpStatus: 409, code: 'OperationNotAllowed', message }),

  /** R. */
  notSupported: (message: string) => provider({ httpStatus: 409, code: 'NotSupported', message }),
} as const;

function provider(options: Omit<ArmErrorOptions, 'speaker'>): ArmError {
  return new ArmError({ ...options, speaker: 'provider' });
}
