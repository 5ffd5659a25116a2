import { activityEndWrite, activityKey } from '../../arm/index.ts';
import { foldCase } from '../../base/index.ts';
import type { Write } from '../../store/index.ts';
import { type Deployment, isRunning } from './deployment.ts';

/** Where the activity log finds how a deployment ended. */
export function activityEndKey(
  deployment: Pick<Deployment, 'scope' | 'acceptedAt' | 'id' | 'statusId'>,
): string {
  const { scope, acceptedAt, id, statusId } = deployment;
  return activityKey(scope.subscriptionId, acceptedAt, `${foldCase(id)}/${statusId}`);
}

/** What is written in the commit that ends a deployment; nothing while it runs. */
export function activityOfEnd(deployment: Deployment): readonly Write[] {
  if (isRunning(deployment)) return [];
  const { updatedAt: at, state, error } = deployment;
  const failure =
    state === 'Succeeded'
      ? null
      : {
          code: error?.code ?? `Deployment${state}`,
          message: error?.message ?? `The deployment has ended in state '${state}'.`,
        };
  return [activityEndWrite(activityEndKey(deployment), { at, failure })];
}
