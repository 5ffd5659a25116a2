import { ArmError, type ArmErrorOptions } from '../arm-error.ts';

/**
 * Refusals of the smaller providers around a scale set: storage, monitor, authorization. Compact JSON.
 * Marks as in front-door.ts.
 */
export const companionErrors = {
  /** I: Azure/azure-cli and Terraform users; the code of checkNameAvailability in the specification. */
  storageAccountNameInvalid: (name: string) =>
    service({
      httpStatus: 400,
      code: 'AccountNameInvalid',
      message: `${name} is not a valid storage account name. Storage account name must be between 3 and 24 characters in length and use numbers and lower-case letters only.`,
    }),

  /** The rules are documented ("Autoscale settings schema", "Azure Monitor service limits"); words G. */
  autoscaleInvalid: (message: string) => service({ httpStatus: 400, code: 'BadRequest', message }),

  /** `$filter` is required by the specification; words G. */
  activityFilterMissing: () =>
    service({
      httpStatus: 400,
      code: 'BadRequest',
      message: "The $filter of the activity log is missing: it needs 'eventTimestamp ge'.",
    }),

  /** The grammar is documented ("Activity Logs - List"); words G. */
  activityFilterInvalid: (filter: string) =>
    service({
      httpStatus: 400,
      code: 'BadRequest',
      message: `The filter '${filter}' of the activity log is not valid. It begins with eventTimestamp ge and le, and goes on with eq by resourceGroupName, resourceUri, resourceProvider, resourceType, correlationId, caller, status, category, levels or eventChannels, joined by and.`,
    }),

  /** I: users of the REST API who asked for more than 90 days. */
  activityTooOld: () =>
    service({
      httpStatus: 400,
      code: 'BadRequest',
      message: 'The start time cannot be more than 90 days in the past.',
    }),

  /** Words G. */
  activitySelectInvalid: (name: string) =>
    service({
      httpStatus: 400,
      code: 'BadRequest',
      message: `Events of the activity log have no property '${name}' to select.`,
    }),

  /** I: Terraform and az users (404). */
  roleDefinitionNotFound: (name: string) =>
    service({
      httpStatus: 404,
      code: 'RoleDefinitionDoesNotExist',
      message: `The specified role definition with ID '${name}' does not exist.`,
    }),

  /** I: Terraform users (404). */
  roleAssignmentNotFound: (name: string) =>
    service({
      httpStatus: 404,
      code: 'RoleAssignmentNotFound',
      message: `The role assignment '${name}' is not found.`,
    }),

  /** I: users of templates whose assignment is not named by a GUID (400). */
  roleAssignmentNameInvalid: (name: string) =>
    service({
      httpStatus: 400,
      code: 'InvalidRoleAssignmentId',
      message: `The role assignment ID '${name}' is not valid. The role assignment ID must be a GUID.`,
    }),

  /** The code is Azure's; the words: G. */
  principalIdInvalid: (principalId: string) =>
    service({
      httpStatus: 400,
      code: 'InvalidPrincipalId',
      message: `A valid principal ID must be provided for role assignment, not '${principalId}'.`,
    }),

  /** I: users of templates that give an assignment's name to another principal (400). */
  roleAssignmentUpdateNotPermitted: () =>
    service({
      httpStatus: 400,
      code: 'RoleAssignmentUpdateNotPermitted',
      message: 'Tenant ID, application ID, principal ID, and scope are not allowed to be updated.',
    }),

  /** I: az looks for "role assignment already exists" (azure-cli, core/commands/arm.py); 409. */
  roleAssignmentExists: () =>
    service({
      httpStatus: 409,
      code: 'RoleAssignmentExists',
      message: 'The role assignment already exists.',
    }),
} as const;

function service(options: Omit<ArmErrorOptions, 'speaker' | 'layout'>): ArmError {
  return new ArmError({ ...options, speaker: 'provider', layout: 'network' });
}
