import { armErrors, type HttpMethod, type Operation } from '../../arm/index.ts';
import type { Services } from '../services.ts';

const SUBSCRIPTION = '/subscriptions/{subscriptionId}';
const GROUP = `${SUBSCRIPTION}/resourceGroups/{resourceGroupName}`;
const SUBSCRIPTION_TAGS = `${SUBSCRIPTION}/providers/Microsoft.Resources/tags/default`;

const ROWS: readonly (readonly [method: HttpMethod, id: string, path: string])[] = [
  ['POST', 'Resources_MoveResources', `${GROUP}/moveResources`],
  ['POST', 'Resources_ValidateMoveResources', `${GROUP}/validateMoveResources`],
  ['POST', 'ResourceGroups_ExportTemplate', `${GROUP}/exportTemplate`],
  ['GET', 'Tags_GetAtScope_Subscription', SUBSCRIPTION_TAGS],
  ['PUT', 'Tags_CreateOrUpdateAtScope_Subscription', SUBSCRIPTION_TAGS],
  ['PATCH', 'Tags_UpdateAtScope_Subscription', SUBSCRIPTION_TAGS],
  ['DELETE', 'Tags_DeleteAtScope_Subscription', SUBSCRIPTION_TAGS],
  ['GET', 'Tags_List', `${SUBSCRIPTION}/tagNames`],
  ['PUT', 'Tags_CreateOrUpdate', `${SUBSCRIPTION}/tagNames/{tagName}`],
  ['DELETE', 'Tags_Delete', `${SUBSCRIPTION}/tagNames/{tagName}`],
];

/** Known, routed, and refused by name. */
export const refusedOperations: readonly Operation<Services>[] = ROWS.map(
  ([method, operationId, path]) => ({
    operationId,
    method,
    path,
    longRunning: false,
    async handle() {
      throw armErrors.notSupportedByFrontDoor(
        `The operation '${operationId.replace(/_Subscription$/, '')}'`,
      );
    },
  }),
);
