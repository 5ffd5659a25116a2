import type { BucketSize } from '../../arm/index.ts';

/**
 * Sizes of the groups that the compute provider counts requests in, as recorded answers of 2024 show
 * them just below full: `HighCostGetVMScaleSetSubscriptionMaximum;1076`, `…Resource;28` and so on
 * (lro.md, "Rate-limit names 2024"). How fast they fill up again is not recorded; a bucket is full
 * after a minute: G.
 */
export const computeRateLimits: Readonly<Record<string, BucketSize>> = Object.fromEntries(
  Object.entries({
    GetVMScaleSetSubscriptionMaximum: 2_400,
    GetVMScaleSetResource: 36,
    HighCostGetVMScaleSetSubscriptionMaximum: 1_080,
    HighCostGetVMScaleSetResource: 30,
    VMScaleSetVMViewsSubscriptionMaximum: 30_000,
    GetVMScaleSetVMSubscriptionMaximum: 6_000,
    GetVMScaleSetVMResource: 36,
    CreateVMScaleSetSubscriptionMaximum: 1_500,
    CreateVMScaleSetResource: 12,
    VMScaleSetActionsSubscriptionMaximum: 1_500,
    VMScaleSetActionsResource: 12,
    DeleteVMScaleSetSubscriptionMaximum: 1_500,
    DeleteVMScaleSetResource: 12,
    VMScaleSetVMActionsSubscriptionMaximum: 2_000,
    VMScaleSetVMActionsResource: 12,
    DeleteVMScaleSetVMSubscriptionMaximum: 2_000,
    DeleteVMScaleSetVMResource: 12,
    VMScaleSetBatchedVMRequestsSubscriptionMaximum: 6_000,
    VmssQueuedVMOperations: 4_800,
    // Of single machines; names as in answers of 2024, sizes G.
    HighCostGetSubscriptionMaximum: 1_080,
    HighCostGetResource: 30,
    LowCostGetSubscriptionMaximum: 24_000,
    LowCostGetResource: 36,
    PutVMSubscriptionMaximum: 1_500,
    PutVMResource: 12,
    UpdateVMSubscriptionMaximum: 1_500,
    UpdateVMResource: 12,
    DeleteVMSubscriptionMaximum: 1_500,
    DeleteVMResource: 12,
    GetOperationResource: 45,
    GetOperationSubscriptionMaximum: 15_000,
  }).map(([group, capacity]) => [group, { capacity, refillPerSecond: capacity / 60 }]),
);
