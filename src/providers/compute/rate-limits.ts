import { EVERY_MINUTE, type RateLimitTable } from '../../arm/index.ts';

/**
 * Sizes of the buckets that the compute provider counts requests in. Source of those of today: Microsoft
 * Learn, "Compute throttling limits" (2024): what comes each minute is a third of the capacity. Recorded
 * answers of 2024 show them just below full: `HighCostGetVMScaleSetSubscriptionMaximum;1076`,
 * `…Resource;28` (lro.md, "Rate-limit names 2024"); where page and answer differ
 * (`VMScaleSetVMActionsSubscriptionMaximum;1999`), the answer is followed.
 */
const CAPACITIES = {
  GetVMScaleSetSubscriptionMaximum: 2_400,
  GetVMScaleSetResource: 36,
  HighCostGetVMScaleSetSubscriptionMaximum: 1_080,
  HighCostGetVMScaleSetResource: 30,
  VMScaleSetVMViewsSubscriptionMaximum: 30_000,
  GetVMScaleSetVMSubscriptionMaximum: 6_000,
  GetVMScaleSetVMResource: 36,
  CreateVMScaleSetSubscriptionMaximum: 375,
  CreateVMScaleSetResource: 12,
  VMScaleSetActionsSubscriptionMaximum: 1_500,
  VMScaleSetActionsResource: 12,
  DeleteVMScaleSetSubscriptionMaximum: 525,
  DeleteVMScaleSetResource: 12,
  VMScaleSetVMActionsSubscriptionMaximum: 2_000,
  VMScaleSetVMActionsResource: 12,
  DeleteVMScaleSetVMSubscriptionMaximum: 1_500,
  DeleteVMScaleSetVMResource: 12,
  VMScaleSetBatchedVMRequestsSubscriptionMaximum: 6_000,
  VmssQueuedVMOperations: 4_800,
  HighCostGetSubscriptionMaximum: 900,
  // The page has none of a resource here, an answer of 2024 does.
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
} as const;

/**
 * Groups of 3 and of 30 minutes, in which compute counted until 2023. Seen: `HighCostGetVMScaleSet30Min`
 * with allowedRequestCount 900 (aks-engine#3655; 3Min 190 in giantswarm/azure-operator#741),
 * `GetVMScaleSet3Min;197,…30Min;1297`, `VMScaleSetActions3Min;239,…30Min;1198` (lro.md),
 * `DeleteVMScaleSet3Min;107,…30Min;587` and `HighCostGet3Min;159` with 800 allowed in 30 minutes
 * (Microsoft, "Troubleshooting API throttling errors"), `GetOperation3Min;49999,…30Min;399976`,
 * `VMScaleSetVMViews3Min;5000` (a proposal of cloud-provider-azure). The others: G.
 */
const WINDOWS = {
  HighCostGetVMScaleSet: [190, 900],
  GetVMScaleSet: [200, 1_300],
  CreateVMScaleSet: [60, 300],
  VMScaleSetActions: [240, 1_200],
  DeleteVMScaleSet: [120, 600],
  GetVMScaleSetVM: [1_000, 5_000],
  VMScaleSetVMActions: [240, 1_200],
  DeleteVMScaleSetVM: [240, 1_200],
  VMScaleSetVMViews: [5_000],
  HighCostGet: [160, 800],
  LowCostGet: [4_000, 20_000],
  PutVM: [240, 1_200],
  UpdateVM: [240, 1_200],
  DeleteVM: [240, 1_200],
  GetOperation: [50_000, 400_000],
} as const satisfies Readonly<Record<string, readonly number[]>>;

const LENGTHS = [3, 30] as const;

/** Recorded `VMScaleSetBatchedVMRequests5Min;2123` and `;3704`, `VmssQueuedVMOperations;4798`. */
const ODD_WINDOWS: RateLimitTable['windows'] = {
  VMScaleSetBatchedVMRequestsSubscriptionMaximum: [
    { group: 'VMScaleSetBatchedVMRequests5Min', capacity: 4_000, length: 5 * EVERY_MINUTE },
  ],
  VmssQueuedVMOperations: [
    { group: 'VmssQueuedVMOperations', capacity: 4_800, length: 30 * EVERY_MINUTE },
  ],
};

export const computeRateLimits: RateLimitTable = {
  buckets: Object.fromEntries(
    Object.entries(CAPACITIES).map(([policy, capacity]) => [
      policy,
      { capacity, refill: Math.floor(capacity / 3), every: EVERY_MINUTE },
    ]),
  ),
  windows: {
    ...ODD_WINDOWS,
    ...Object.fromEntries(
      Object.entries<readonly number[]>(WINDOWS).map(([stem, capacities]) => [
        `${stem}SubscriptionMaximum`,
        capacities.map((capacity, index) => {
          const minutes = LENGTHS[index] ?? 30;
          return { group: `${stem}${minutes}Min`, capacity, length: minutes * EVERY_MINUTE };
        }),
      ]),
    ),
  },
};
