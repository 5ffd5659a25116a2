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

  /** I: Azure/azure-sdk-for-net#29584, Azure/azure-sdk-for-java#18777 (400). */
  metricNotFound: (type: string, name: string, known: readonly string[]) => {
    const [namespace, ...rest] = type.split('/');
    return bare(
      `Failed to find metric configuration for provider: ${namespace}, resource Type: ${rest.join('/')}, metric: ${name}, Valid metrics: ${known.join(',')}`,
    );
  },

  /** The rule is documented ("Metrics - List": intervals are those of the definitions); words G. */
  metricsGrainInvalid: (grain: string, known: readonly string[]) =>
    bare(`Detected invalid time grain input: ${grain}, supported ones are: ${known.join(',')}`),

  /** The form is documented ("Metrics - List"); words G. */
  metricsTimespanInvalid: (timespan: string) =>
    bare(
      `Detected invalid time span input: ${timespan}. It is startDateTime_ISO/endDateTime_ISO, or a length of time such as PT1H.`,
    ),

  /** Documented: a chart shows at most 30 days; words G. */
  metricsTooMany: (most: number) =>
    bare(
      `The answer would have more than ${most} points. Ask for a longer interval, a shorter time span, or fewer metrics or series.`,
    ),

  /** A limit of ours; words G. */
  metricsOrderTooLong: () =>
    bare(
      'These are too many machines to be brought into an order. Name some of them in $filter, or leave out orderby.',
    ),

  /** The five are documented; words G. */
  metricsAggregationInvalid: (name: string) =>
    bare(
      `Detected invalid aggregation input: ${name}, supported ones are: Average,Minimum,Maximum,Total,Count`,
    ),

  /** VMName is the only dimension that metrics of sets have here; words G. */
  metricsFilterInvalid: (filter: string) =>
    bare(
      `The filter '${filter}' is not valid: metrics of scale sets have the dimension VMName, asked for by VMName eq 'name' or VMName eq '*', joined by or.`,
    ),

  /** Documented ("Supported metrics"): a machine's have no such dimension; words G. */
  metricsWithoutDimensions: (filter: string, type: string) =>
    bare(`The filter '${filter}' is not valid: metrics of ${type} have no dimensions.`),

  /** Documented: only with a filter; words G. */
  metricsTopInvalid: (top: string) =>
    bare(
      `Detected invalid top input: ${top}. It is a whole number from 1 on, and needs a $filter.`,
    ),

  /** Documented by example; words G. */
  metricsOrderInvalid: (order: string) =>
    bare(`Detected invalid orderby input: ${order}. It is an aggregation, then asc or desc.`),

  /** Words G. */
  metricNamespaceUnknown: (namespace: string, known: string) =>
    bare(`Metric namespace ${namespace} is not known for the resource, which has ${known}.`),

  metricsInvalid: (message: string) => bare(message),

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

/** Without the envelope, as the metrics of Azure Monitor do. */
function bare(message: string): ArmError {
  return new ArmError({
    httpStatus: 400,
    code: 'BadRequest',
    message,
    speaker: 'provider',
    layout: 'bare',
  });
}
