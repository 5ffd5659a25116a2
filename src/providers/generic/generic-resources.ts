import {
  type ArmReply,
  type ArmRequest,
  armErrors,
  gatewayJson,
  type GenericTypes,
} from '../../arm/index.ts';
import { object } from '../compute/model/schema-types.ts';
import { deleteShell, getShell, listInGroup, listInSubscription } from '../shells/operations.ts';
import type { ShellServices } from '../shells/services.ts';
import type { ShellForm, ShellType } from '../shells/shell-type.ts';
import { patchShell, putShell } from '../shells/write-shell.ts';
import { AZURE_NAMESPACES } from './azure-namespaces.ts';

/** As the front door itself writes: compact, with neither etag nor work that goes on. */
const form: ShellForm = {
  order: [
    'id',
    'name',
    'type',
    'kind',
    'location',
    'tags',
    'sku',
    'plan',
    'identity',
    'zones',
    '*',
  ],
  withEtags: false,
  withGuid: false,
  states: { creating: 'Succeeded', updating: 'Succeeded' },
  speaker: 'gateway',
  json: (body) => ({ bytes: gatewayJson(body) }),
  headers: () => [],
  started: (_request, _services, { kind, body }) => ({
    httpStatus: kind === 'create' ? 201 : 200,
    speaker: 'provider',
    ...(body ? { body: { bytes: gatewayJson(body) } } : {}),
  }),
  childNotFound: (id) => armErrors.noSuchPath(id),
  preconditionFailed: (header, value, { id, etag }) =>
    armErrors.networkEtagMismatch(header, value, etag ?? '""', id),
  beingDeleted: () => armErrors.conflict(),
  unreadable: (message) => armErrors.invalidRequestContent(message),
};

/** The type that a request names, whatever it is. */
function typeOf({ params }: ArmRequest): ShellType {
  const type = params['resourceType'] ?? '';
  return {
    namespace: params['resourceProviderNamespace'] ?? '',
    type,
    parameters: type.split('/').map((_, index) => `name${index}`),
    operations: { group: 'Resources', update: 'Update' },
    apiVersions: [],
    form,
    seconds: { create: 0, update: 0, delete: 0 },
    envelope: {},
    properties: object('Resource', {}),
    isOpaque: true,
  };
}

type Serve = (request: ArmRequest, services: ShellServices, type: ShellType) => Promise<ArmReply>;

const GROUP =
  '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/{resourceProviderNamespace}';

function row(
  operationId: string,
  method: 'GET' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  serve: Serve,
) {
  return {
    operationId,
    method,
    path,
    longRunning: false,
    handle: (request: ArmRequest, services: ShellServices) =>
      serve(request, services, typeOf(request)),
  };
}

/**
 * Any other type of a namespace of Azure's, stored and answered as it was sent, when the user turns it
 * on: there is nobody who knows what Azure would make of it, so nothing is checked and nothing added.
 */
export const genericTypes: GenericTypes<ShellServices> = {
  namespaces: AZURE_NAMESPACES,
  resource: [
    row('Resources_CreateOrUpdate', 'PUT', `${GROUP}/{resourceType}/{resourceName}`, putShell),
    row('Resources_Update', 'PATCH', `${GROUP}/{resourceType}/{resourceName}`, patchShell),
    row('Resources_Get', 'GET', `${GROUP}/{resourceType}/{resourceName}`, getShell),
    row('Resources_Delete', 'DELETE', `${GROUP}/{resourceType}/{resourceName}`, deleteShell),
  ],
  list: row('Resources_ListByType', 'GET', `${GROUP}/{resourceType}`, listInGroup),
  listAll: row(
    'Resources_ListAllByType',
    'GET',
    '/subscriptions/{subscriptionId}/providers/{resourceProviderNamespace}/{resourceType}',
    listInSubscription,
  ),
};
