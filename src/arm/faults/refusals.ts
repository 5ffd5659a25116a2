import type { HttpRequest } from '../../base/index.ts';
import type { RequestEffect } from '../../faults/index.ts';
import { ArmError } from '../arm-error.ts';
import { armErrors } from '../errors/index.ts';

/** What a refusal is said of. */
export interface Refused {
  readonly request: HttpRequest;
  readonly operationId: string;
  /** Of the resource, as the client wrote it. */
  readonly resourceId: string;
  readonly location: string;
}

/** A refusal of the catalogue of faults in Azure's words. */
export function refusalOf(
  refusal: NonNullable<RequestEffect['refusal']>,
  refused: Refused,
): ArmError {
  const error = createRefusal(refusal, refused);
  if (refusal.message === null) return error;
  const { httpStatus, code, speaker, target, details, innererror, headers, layout } = error;
  return new ArmError({
    httpStatus,
    code,
    speaker,
    headers,
    layout,
    message: refusal.message,
    ...(target === undefined ? {} : { target }),
    ...(details === undefined ? {} : { details }),
    ...(innererror === undefined ? {} : { innererror }),
  });
}

function createRefusal(
  { name, limit, usage, additional }: NonNullable<RequestEffect['refusal']>,
  { request, operationId, resourceId, location }: Refused,
): ArmError {
  const [, , subscriptionId = '', , group = '', , , , setName = ''] = resourceId.split('/');
  switch (name) {
    case 'SkuNotAvailable':
      return armErrors.skuNotAvailable({ resourceId, location, zones: [] });
    case 'QuotaExceeded': {
      const resource = { resourceName: 'cores', quotaName: 'Total Regional Cores' };
      const numbers = { limit, usage, additional };
      return armErrors.quotaExceeded({ subscriptionId, location, ...resource, ...numbers });
    }
    case 'RetryableError':
      return armErrors.referencedResourceNotProvisioned(
        `/subscriptions/${subscriptionId}/resourceGroups/${group}/providers/Microsoft.Network/networkSecurityGroups/${setName}-nsg`,
        resourceId,
      );
    case 'PreconditionFailed': {
      const asked = request.headers['if-match'] ?? '"1"';
      const next = Number(/\d+/.exec(asked)?.[0] ?? 1) + 1;
      return armErrors.etagMismatch(asked, `"${next}"`);
    }
    case 'OperationNotAllowed':
      return armErrors.operationNotAllowedOnScaleSet(azureName(operationId, request), setName);
    case 'Conflict':
      return armErrors.conflict();
  }
}

/** `VirtualMachineScaleSets.ManualUpgrade.POST` is recorded; the others are made like it. */
function azureName(operationId: string, { method }: HttpRequest): string {
  return `${operationId.replace('_', '.')}.${method}`;
}
