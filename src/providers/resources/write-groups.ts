import { armErrors, type Operation } from '../../arm/index.ts';
import type { Services } from '../services.ts';
import { groupBody } from './group-body.ts';
import { checkGroupName, readChanges, readGroupLocation, requireObject } from './group-rules.ts';
import { gatewayReply } from './replies.ts';

const PATH = '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}';

export const createOrUpdateResourceGroup: Operation<Services> = {
  operationId: 'ResourceGroups_CreateOrUpdate',
  method: 'PUT',
  path: PATH,
  longRunning: false,
  async handle(request, { resourceGroups, longRunning }) {
    const subscriptionId = (request.params['subscriptionId'] ?? '').toLowerCase();
    const name = request.params['resourceGroupName'] ?? '';
    checkGroupName(name);
    const body = requireObject(request.json());
    const { asked, location } = readGroupLocation(body['location']);
    const changes = readChanges(body);
    let created = false;
    const group = await resourceGroups.change(subscriptionId, name, (current) => {
      created = current === undefined;
      if (!current) {
        return { subscriptionId, name, location, ...changes, createdAt: longRunning.now() };
      }
      if (current.deletingSince !== undefined) throw armErrors.resourceGroupBeingDeleted(name);
      if (current.location !== location) {
        throw armErrors.resourceGroupInOtherLocation(asked, current.location);
      }
      // A PUT replaces: what it does not say is gone, except what nobody can change.
      return {
        subscriptionId: current.subscriptionId,
        name: current.name,
        location,
        ...changes,
        createdAt: current.createdAt,
      };
    });
    return gatewayReply(created ? 201 : 200, groupBody(group));
  },
};

export const updateResourceGroup: Operation<Services> = {
  operationId: 'ResourceGroups_Update',
  method: 'PATCH',
  path: PATH,
  longRunning: false,
  async handle(request, { resourceGroups }) {
    const name = request.params['resourceGroupName'] ?? '';
    const changes = readChanges(requireObject(request.json()));
    const group = await resourceGroups.change(
      request.params['subscriptionId'] ?? '',
      name,
      (current) => {
        if (!current) throw armErrors.resourceGroupNotFound(name);
        if (current.deletingSince !== undefined) throw armErrors.resourceGroupBeingDeleted(name);
        return { ...current, ...changes };
      },
    );
    return gatewayReply(200, groupBody(group));
  },
};
