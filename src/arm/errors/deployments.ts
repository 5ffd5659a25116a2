import { ArmError, type ArmErrorDetail } from '../arm-error.ts';

/** Refusals of template deployments; all by the front door. Marks as in front-door.ts. */
export const deploymentErrors = {
  /** I: azure-cli #14216, terraform-provider-azurerm #9739 and many more. */
  deploymentNotFound: (name: string) =>
    new ArmError({
      httpStatus: 404,
      code: 'DeploymentNotFound',
      message: `Deployment '${name}' could not be found.`,
    }),

  /** I: microsoft/mwt-ds #29, azure-pipelines-tasks #5320. Times as .NET prints them in America. */
  deploymentActive: (name: string, since: string, expires: string) =>
    new ArmError({
      httpStatus: 409,
      code: 'DeploymentActive',
      message: `Unable to edit or replace deployment '${name}': previous deployment from '${since}' is still active (expiration time is '${expires}'). Please see https://aka.ms/arm-deploy for usage details.`,
    }),

  /** That it is refused is documented ("Deployments - Delete"); the words are a guess. G. */
  deploymentActiveDelete: (name: string) =>
    new ArmError({
      httpStatus: 409,
      code: 'DeploymentActive',
      message: `Unable to delete deployment '${name}': the deployment is still active. Please see https://aka.ms/arm-deploy for usage details.`,
    }),

  /** The code is in juju and in the tests of azure-sdk-for-js; the words are a guess. G. */
  deploymentCannotBeCancelled: (name: string, state: string) =>
    new ArmError({
      httpStatus: 409,
      code: 'DeploymentCannotBeCancelled',
      message: `The deployment '${name}' cannot be cancelled because it is in the terminal state '${state}'. Please see https://aka.ms/arm-deploy for usage details.`,
    }),

  /** G, in the words of deployments that are not there. */
  deploymentOperationNotFound: (operationId: string, name: string) =>
    new ArmError({
      httpStatus: 404,
      code: 'DeploymentOperationNotFound',
      message: `The deployment operation '${operationId}' of deployment '${name}' could not be found.`,
    }),

  /** The limit (64) is documented; the words are a guess. G. */
  deploymentNameLength: (name: string, lengthMax: number) =>
    new ArmError({
      httpStatus: 400,
      code: 'DeploymentNameLengthLimitExceeded',
      message: `The deployment name '${name}' has a length of '${name.length}', which exceeds the maximum length of '${lengthMax}'. Please see https://aka.ms/arm-deploy for usage details.`,
    }),

  /** The pattern is that of the specification; code and words are a guess. G. */
  deploymentName: (name: string) =>
    new ArmError({
      httpStatus: 400,
      code: 'InvalidDeploymentName',
      message: `The deployment name '${name}' is invalid. The name can only contain letters, digits, '-', '.', '(', ')' or '_'.`,
    }),

  /** I: azure-monitor-baseline-alerts #230. */
  deploymentNeedsLocation: (name: string) =>
    new ArmError({
      httpStatus: 400,
      code: 'InvalidDeployment',
      message: `The 'location' property must be specified for '${name}'. Please see https://aka.ms/arm-deployment-subscription for usage details.`,
    }),

  /** I: azure-powershell #12792 and others quote it. */
  deploymentWithLocation: (name: string) =>
    new ArmError({
      httpStatus: 400,
      code: 'InvalidDeployment',
      message: `The 'location' property is not allowed for '${name}' at resource group scope. Please see https://aka.ms/arm-deployment-subscription for usage details.`,
    }),

  /** That it is refused is documented ("Deployment modes"); the words are a guess. G. */
  completeModeNotAllowed: (name: string) =>
    new ArmError({
      httpStatus: 400,
      code: 'InvalidDeployment',
      message: `The deployment mode 'Complete' is not allowed for '${name}'. Only resource group level deployments support it. Please see https://aka.ms/arm-deployment-subscription for usage details.`,
    }),

  /** What is missing is documented; the words are a guess. G. */
  deploymentWithoutTemplate: (name: string) =>
    new ArmError({
      httpStatus: 400,
      code: 'InvalidDeployment',
      message: `The deployment '${name}' must have exactly one of the properties 'template' and 'templateLink'. Please see https://aka.ms/arm-deploy for usage details.`,
    }),

  /** I: Azure-Landing-Zones #1430, azure-ml-federated-learning #77 (status 409: terraform-provider-azurerm). */
  deploymentInOtherLocation: (name: string, asked: string, existing: string) =>
    new ArmError({
      httpStatus: 409,
      code: 'InvalidDeploymentLocation',
      message: `Invalid deployment location '${asked}'. The deployment '${name}' already exists in location '${existing}'.`,
    }),

  /** I: azure-cli #32973 quotes the code; words as of resource groups. G. */
  locationNotAvailableForDeployment: (location: string, available: readonly string[]) =>
    new ArmError({
      httpStatus: 400,
      code: 'LocationNotAvailableForDeployment',
      message: `The provided location '${location}' is not available for deployment. List of available regions is '${available.join(',')}'.`,
    }),

  /** I: azure-quickstart-templates #1703 and many more; nothing is ever fetched from here. */
  invalidContentLink: (uri: string, trackingId: string) =>
    new ArmError({
      httpStatus: 400,
      code: 'InvalidContentLink',
      message: `Unable to download deployment content from '${uri}'. The tracking Id is '${trackingId}'. Please see https://aka.ms/arm-deploy for usage details.`,
    }),

  /** R in form (2015 to 2025): the reason is the template engine's. */
  invalidTemplate: (message: string, target: string | undefined, violation: unknown) =>
    new ArmError({
      httpStatus: 400,
      code: 'InvalidTemplate',
      message,
      ...(target === undefined ? {} : { target }),
      ...(violation === undefined
        ? {}
        : { additionalInfo: [{ type: 'TemplateViolation', info: violation }] }),
    }),

  /** I: migAz #91, azure-docs #9895; details as providers word them. */
  invalidTemplateDeployment: (
    name: string,
    trackingId: string,
    details: readonly ArmErrorDetail[],
  ) =>
    new ArmError({
      httpStatus: 400,
      code: 'InvalidTemplateDeployment',
      message: `The template deployment '${name}' is not valid according to the validation procedure. The tracking id is '${trackingId}'. See inner errors for details.`,
      details,
    }),

  /** I: Azure documentation of "DeploymentQuotaExceeded": 800 are kept, running ones cannot go. */
  deploymentQuotaExceeded: (name: string, countMax: number) =>
    new ArmError({
      httpStatus: 409,
      code: 'DeploymentQuotaExceeded',
      message: `Creating the deployment '${name}' would exceed the quota of '${countMax}'. The current deployment count is '${countMax}', please delete some deployments before creating a new one. Please see https://aka.ms/arm-deploy for usage details.`,
    }),

  /** Ours, in the form of the front door: what it would do in Azure and does not do here. */
  notSupportedByFrontDoor: (what: string) =>
    new ArmError({
      httpStatus: 409,
      code: 'NotSupported',
      message: `${what} is not supported by Lazulite yet.`,
    }),

  /** R in form (azure-cli recordings 2023-25, quoted by their users): the error of a failed deployment. */
  deploymentFailed: (id: string, details: readonly ArmErrorDetail[]): ArmErrorDetail => ({
    code: 'DeploymentFailed',
    target: id,
    message:
      'At least one resource deployment operation failed. Please list deployment operations for details. Please see https://aka.ms/arm-deployment-operations for usage details.',
    details,
  }),

  /** R (2023-25, as above): a resource was accepted, and failed later. */
  resourceDeploymentFailure: (
    id: string,
    operation: 'write' | 'delete',
    state: string,
    reason: ArmErrorDetail | undefined,
  ): ArmErrorDetail => ({
    code: 'ResourceDeploymentFailure',
    target: id,
    message: `The resource ${operation} operation failed to complete successfully, because it reached terminal provisioning state '${state}'.`,
    ...(reason === undefined ? {} : { details: [reason] }),
  }),

  /** R in form: outputs that could not be evaluated; the reason is the template engine's. */
  deploymentOutputEvaluationFailed: (details: readonly ArmErrorDetail[]): ArmErrorDetail => ({
    code: 'DeploymentOutputEvaluationFailed',
    message:
      'Unable to evaluate template outputs. Please see error details and deployment operations. Please see https://aka.ms/arm-common-errors for usage details.',
    details,
  }),
} as const;
