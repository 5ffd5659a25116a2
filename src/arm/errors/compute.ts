import { formatInstant, type Instant } from '../../base/index.ts';
import { provider } from './provider.ts';

/** An operation group in which there were too many requests. */
export interface ThrottledGroup {
  readonly group: string;
  readonly start: Instant;
  readonly end: Instant;
  readonly allowed: number;
  readonly measured: number;
}

/**
 * Refusals of the compute provider: indented JSON, its own request id. Marks as in front-door.ts;
 * source of each: shared/azure/errors.md, "CRP".
 */
export const computeErrors = {
  /**
   * I: microsoft/AzureTRE #2777, opencost #787; the reasons are JSON in a string. `Retry-After` and that
   * start and end are it apart: Microsoft, "Troubleshooting API throttling errors".
   */
  tooManyRequests: (excesses: readonly ThrottledGroup[], seconds: number) =>
    provider({
      httpStatus: 429,
      code: 'OperationNotAllowed',
      message:
        'The server rejected the request because too many requests have been received for this subscription.',
      details: excesses.map(({ group, start, end, allowed, measured }) => ({
        code: 'TooManyRequests',
        message: JSON.stringify({
          operationGroup: group,
          startTime: formatInstant(start),
          endTime: formatInstant(end),
          allowedRequestCount: allowed,
          measuredRequestCount: measured,
        }),
        target: group,
      })),
      innererror: { internalErrorCode: 'TooManyRequestsReceived' },
      headers: ['Retry-After', String(seconds)],
    }),

  /** R (availability set, range 1 to 3). */
  faultDomainCountOutOfRange: (count: number, max: number) =>
    provider({
      httpStatus: 400,
      code: 'InvalidParameter',
      message: `The specified fault domain count ${count} must fall in the range 1 to ${max}.`,
      target: 'platformFaultDomainCount',
    }),

  /** R 2020-2023: an instance id that does not exist. */
  instanceNotFound: () =>
    provider({
      httpStatus: 404,
      code: 'NotFound',
      message: 'The entity was not found in this Azure location.',
    }),

  /** R (26 times). `target` is `instanceIds` for delete, `upgradePolicies.instanceIds` for manualupgrade. */
  unknownInstanceId: (instanceId: string, target: string) =>
    provider({
      httpStatus: 400,
      code: 'InvalidParameter',
      message: `The provided instanceId ${instanceId} is not an active Virtual Machine Scale Set VM instanceId.`,
      target,
    }),

  /** I: steampipe-plugin-azure #829, vm-scale-sets #60: a machine of a set is asked by a name. */
  instanceIdNotANumber: () =>
    provider({
      httpStatus: 400,
      code: 'InvalidParameter',
      message: 'Virtual Machine Scale Set VM instanceId must be a number.',
      target: 'instanceId',
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

  /**
   * I: a member that the service does not know, or a value that its JSON reader cannot take. Target and
   * words from azure-cli #18855 and azure-docs #29821; line and position are left out, as there.
   */
  unreadableModel: (target: string, message: string) =>
    provider({ httpStatus: 400, code: 'BadRequest', message, target }),

  /** I: azure-rest-api-specs #10212. Several values are joined by a comma: G. */
  valueNotAllowed: (parameter: string, value: string, allowed: readonly string[]) =>
    provider({
      httpStatus: 400,
      code: 'InvalidParameter',
      message: `The value '${value}' of parameter '${parameter}' is not allowed. Allowed values are: ${allowed.join(',')}.`,
      target: parameter,
    }),

  /** I: Azure-Verified-Modules #2888. */
  parameterNotAllowed: (parameter: string) =>
    provider({
      httpStatus: 400,
      code: 'InvalidParameter',
      message: `Parameter '${parameter}' is not allowed.`,
      target: parameter,
    }),

  /**
   * I: Microsoft's page on gallery errors; recorded with `dataDisk.name`. It names the parameter, not
   * the value. The length of a scale set's name is documented (64).
   */
  invalidEntityName: (parameter: string, lengthMax: number) =>
    provider({
      httpStatus: 400,
      code: 'InvalidParameter',
      message: `The entity name '${parameter}' is invalid according to its validation rule: ^[^_\\W][\\w-._]{0,${lengthMax - 1}}(?<![-.])$.`,
      target: parameter,
    }),

  /** I: ansible/ansible #58220 (2019), terraform-azurerm-nomad #6 (status 409). */
  tooManyInstances: (scaleSetName: string, limit: number) =>
    provider({
      httpStatus: 409,
      code: 'OperationNotAllowed',
      message: `Unable to create or update Virtual Machine Scale Set '${scaleSetName}' as it exceeds the total limit of '${limit}' Virtual Machine instances.`,
    }),

  /** I: MicrosoftDocs/azure-docs #15359, azure-cli #33755. */
  duplicateExtensionName: (scaleSetName: string, extensionName: string) =>
    provider({
      httpStatus: 400,
      code: 'BadRequest',
      message: `On VM Scale Set '${scaleSetName}', extension name '${extensionName}' cannot be used for more than one extension.`,
    }),

  /** I: acs-engine #2926, azure-docs #55085. */
  duplicateExtensionHandler: (osType: string, extensionName: string, handler: string) =>
    provider({
      httpStatus: 400,
      code: 'BadRequest',
      message: `Multiple VMExtensions per handler not supported for OS type '${osType}'. VMExtension '${extensionName}' with handler '${handler}' already added or specified in input.`,
    }),

  /**
   * I: WALinuxAgent #2933 for an extension that is being removed; the form `is not configured` for one
   * that never was is cut short in terraform-azurerm-avm-res-compute-virtualmachine #39.
   */
  unknownExtensionDependency: (options: {
    readonly scaleSetName: string;
    readonly extensionName: string;
    readonly missing: string;
    readonly removed: boolean;
  }) => {
    const { scaleSetName, extensionName, missing, removed } = options;
    const start = `On resource '${scaleSetName}', extension '${extensionName}' specifies '${missing}' in its provisionAfterExtensions property, but the extension '${missing}'`;
    return provider({
      httpStatus: 400,
      code: 'BadRequest',
      message: removed
        ? `${start} will no longer exist. First, remove the extension '${extensionName}' or remove '${missing}' from the provisionAfterExtensions property of '${extensionName}'.`
        : `${start} is not configured on the resource.`,
    });
  },

  /** The rule is documented ("Sequence extension provisioning"); the words are a guess. G. */
  circularExtensionDependency: (scaleSetName: string, extensionName: string) =>
    provider({
      httpStatus: 400,
      code: 'BadRequest',
      message: `On resource '${scaleSetName}', the provisionAfterExtensions property of extension '${extensionName}' leads back to the extension itself. Circular dependencies between extensions are not supported.`,
    }),

  /** I: microsoft/onefuzz #511, cloud-provider-azure (`Put on Virtual Machine Scale Set VM Instance`). */
  markedForDeletion: (operation: string, scaleSetName: string) =>
    provider({
      httpStatus: 409,
      code: 'OperationNotAllowed',
      message: `Operation '${operation}' is not allowed on Virtual Machine Scale Set '${scaleSetName}' since it is marked for deletion. For more information on your operations, please refer to https://aka.ms/activitylog.`,
    }),

  /** G: Azure's words for a single machine, as quoted in many issues (terraform-provider-azurerm #5390). */
  machineMarkedForDeletion: (operation: string, machine: string) =>
    provider({
      httpStatus: 409,
      code: 'OperationNotAllowed',
      message: `Operation '${operation}' is not allowed on VM '${machine}' since the VM is marked for deletion. You can only retry the Delete operation (or wait for an ongoing one to complete).`,
    }),

  /** I: nomad-autoscaler #1096 (`VirtualMachineScaleSets.instanceView.GET`); R with ManualUpgrade. */
  operationNotAllowedOnScaleSet: (operation: string, scaleSetName: string) =>
    provider({
      httpStatus: 409,
      code: 'OperationNotAllowed',
      message: `Operation '${operation}' is not allowed on Virtual Machine Scale Set '${scaleSetName}'.`,
    }),

  /** The status is certain; words as of if-match. G. */
  etagMatches: (ifNoneMatch: string, etag: string) =>
    provider({
      httpStatus: 412,
      code: 'PreconditionFailed',
      message: `Etag provided in if-none-match header ${ifNoneMatch} matches etag ${etag} of resource.`,
    }),

  /** Ours, in Azure's form: what the emulator does not do is said and never pretended. */
  notSupportedHere: (what: string) =>
    provider({
      httpStatus: 409,
      code: 'NotSupported',
      message: `${what} is not supported by Lazulite yet.`,
    }),
} as const;
