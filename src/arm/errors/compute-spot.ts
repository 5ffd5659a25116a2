import { provider } from './provider.ts';

const SPOT_ERRORS = 'https://aka.ms/AzureSpot/errormessages';

/**
 * Refusals about Spot machines. Messages: Microsoft's page "Error messages for Azure Spot Virtual
 * Machines and scale sets". Its keys are names of messages; which code stands in an answer is a guess,
 * OperationNotAllowed and InvalidParameter as for others of their kind. Marks as in front-door.ts.
 */
export const computeSpotErrors = {
  /** I. */
  evictionPolicyNeedsSpot: () =>
    provider({
      httpStatus: 409,
      code: 'OperationNotAllowed',
      message: `Eviction policy can be set only on Azure Spot Virtual Machines. For more information, see ${SPOT_ERRORS}.`,
    }),

  /** I. */
  maxPriceNeedsSpot: () =>
    provider({
      httpStatus: 409,
      code: 'OperationNotAllowed',
      message: `Max price is supported only for Azure Spot Virtual Machines. For more information, see ${SPOT_ERRORS}.`,
    }),

  /** I. */
  invalidMaxPrice: () =>
    provider({
      httpStatus: 400,
      code: 'InvalidParameter',
      message: `Invalid max price value. The only supported values for max price are -1 or a decimal greater than zero. Max price value of -1 indicates the Azure Spot Virtual Machine will not be evicted for price reasons. For more information, see ${SPOT_ERRORS}.`,
      target: 'billingProfile.maxPrice',
    }),
} as const;
