import { createHash } from 'node:crypto';
import {
  type ArmReply,
  armErrors,
  type ArmRequest,
  gatewayJson,
  type Operation,
  type ResourceType,
} from '../../arm/index.ts';
import { formatInstant, isJsonObject, type JsonObject } from '../../base/index.ts';
import { objectOf, withDefaults } from '../compute/model/json-path.ts';
import { anything, boolean, listOf, object, oneOf, string } from '../compute/model/schema-types.ts';
import { idOf } from '../shells/paths.ts';
import { AT_ONCE, plainForm } from '../shells/plain-form.ts';
import type { ShellServices } from '../shells/services.ts';
import type { ShellType } from '../shells/shell-type.ts';
import { shellNotFound } from '../shells/write-shell.ts';

/** The suffix that the cloud's metadata names. Nothing answers there: blobs are not emulated. */
const SUFFIX = 'core.localhost';
const SERVICES = ['dfs', 'web', 'blob', 'queue', 'table', 'file'] as const;
const NAME = /^[a-z0-9]{3,24}$/;

const NAMESPACE = 'Microsoft.Storage';

/** An account by name and endpoint, for unmanaged disks and boot diagnostics. */
export const storageAccounts: ShellType = {
  namespace: NAMESPACE,
  type: 'storageAccounts',
  parameters: ['accountName'],
  operations: {
    group: 'StorageAccounts',
    list: 'ListByResourceGroup',
    listAll: 'List',
    update: 'Update',
  },
  // Folders of the specification repository.
  apiVersions: [
    '2015-05-01-preview',
    '2015-06-15',
    '2016-01-01',
    '2016-05-01',
    '2016-12-01',
    '2017-06-01',
    '2017-10-01',
    '2018-02-01',
    '2018-03-01-preview',
    '2018-07-01',
    '2018-11-01',
    '2019-04-01',
    '2019-06-01',
    '2020-08-01-preview',
    '2021-01-01',
    '2021-02-01',
    '2021-04-01',
    '2021-06-01',
    '2021-08-01',
    '2021-09-01',
    '2022-05-01',
    '2022-09-01',
    '2023-01-01',
    '2023-04-01',
    '2023-05-01',
    '2024-01-01',
    '2025-01-01',
    '2025-06-01',
  ],
  // Azure accepts with 202 and an empty body; a finished answer is the specification's other one.
  form: {
    ...plainForm,
    started: (request, services, work) =>
      plainForm.started(request, services, {
        ...work,
        kind: work.kind === 'create' ? 'update' : work.kind,
      }),
  },
  seconds: AT_ONCE,
  envelope: {
    sku: object('Sku', { name: string, tier: string }),
    kind: oneOf('Storage', 'StorageV2', 'BlobStorage', 'FileStorage', 'BlockBlobStorage'),
    identity: anything,
    zones: listOf(string),
    extendedLocation: anything,
  },
  properties: object('StorageAccountProperties', {
    accountType: string,
    accessTier: oneOf('Hot', 'Cool', 'Premium', 'Cold'),
    supportsHttpsTrafficOnly: boolean,
    allowBlobPublicAccess: boolean,
    allowSharedKeyAccess: boolean,
    minimumTlsVersion: string,
    networkAcls: anything,
    encryption: anything,
  }),
  readOnly: [
    'primaryEndpoints',
    'primaryLocation',
    'statusOfPrimary',
    'creationTime',
    'secondaryLocation',
    'statusOfSecondary',
    'keyCreationTime',
    'privateEndpointConnections',
  ],

  complete({ envelope, properties }, { name }) {
    if (!NAME.test(name)) throw armErrors.storageAccountNameInvalid(name);
    const { accountType, ...rest } = properties;
    const sku = objectOf(envelope['sku']);
    const skuName = String(sku['name'] ?? accountType ?? 'Standard_LRS');
    return {
      envelope: {
        kind: 'StorageV2',
        ...envelope,
        sku: { name: skuName, tier: skuName.split('_')[0] ?? 'Standard' },
      },
      properties: withDefaults(rest, {
        minimumTlsVersion: 'TLS1_0',
        allowBlobPublicAccess: false,
        networkAcls: {
          bypass: 'AzureServices',
          virtualNetworkRules: [],
          ipRules: [],
          defaultAction: 'Allow',
        },
        supportsHttpsTrafficOnly: true,
        encryption: {
          services: {
            file: { keyType: 'Account', enabled: true },
            blob: { keyType: 'Account', enabled: true },
          },
          keySource: 'Microsoft.Storage',
        },
        accessTier: 'Hot',
      }),
    };
  },

  async show(body, { name, location, createdAt }) {
    const { provisioningState, ...rest } = objectOf(body['properties']);
    const endpoints = SERVICES.map((service) => [service, `https://${name}.${service}.${SUFFIX}/`]);
    return {
      ...body,
      properties: {
        ...rest,
        provisioningState: provisioningState ?? '',
        creationTime: formatInstant(createdAt),
        primaryEndpoints: Object.fromEntries(endpoints) as JsonObject,
        primaryLocation: location,
        statusOfPrimary: 'available',
      },
    };
  },
};

/** The question whether a name is free is of a type of its own. */
export const CHECK_NAME_TYPE: ResourceType = {
  namespace: NAMESPACE,
  type: 'checkNameAvailability',
  apiVersions: storageAccounts.apiVersions,
  locations: [],
};

const GROUP =
  '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Storage/storageAccounts/{accountName}';

export const storageOperations: readonly Operation<ShellServices>[] = [
  {
    operationId: 'StorageAccounts_ListKeys',
    method: 'POST',
    path: `${GROUP}/listKeys`,
    longRunning: false,
    async handle(request, { shells }) {
      const shell = await shells.find(idOf(storageAccounts, request.params));
      if (!shell) throw shellNotFound(storageAccounts, request);
      const keys = ['key1', 'key2'].map((keyName) => ({
        creationTime: formatInstant(shell.createdAt),
        keyName,
        value: createHash('sha512').update(`${shell.guid} ${keyName}`).digest('base64'),
        permissions: 'FULL',
      }));
      return compact({ keys });
    },
  },
  {
    operationId: 'StorageAccounts_CheckNameAvailability',
    method: 'POST',
    path: `/subscriptions/{subscriptionId}/providers/${NAMESPACE}/checkNameAvailability`,
    longRunning: false,
    async handle(request, services) {
      const name = nameIn(request);
      if (!NAME.test(name)) {
        const { message } = armErrors.storageAccountNameInvalid(name);
        return compact({ nameAvailable: false, reason: 'AccountNameInvalid', message });
      }
      if (await isTaken(request, services, name)) {
        const message = `The storage account named ${name} is already taken.`;
        return compact({ nameAvailable: false, reason: 'AlreadyExists', message });
      }
      return compact({ nameAvailable: true });
    },
  },
];

function nameIn(request: ArmRequest): string {
  const body = request.json();
  return isJsonObject(body) ? String(body['name'] ?? '') : '';
}

/** In all of Azure in truth; here in the subscription. */
async function isTaken(
  { params }: ArmRequest,
  { registry }: ShellServices,
  name: string,
): Promise<boolean> {
  const { entries } = await registry.list({
    subscriptionId: params['subscriptionId'] ?? '',
    type: `${NAMESPACE}/storageAccounts`,
    filter: (entry) => entry.name === name,
    limit: 1,
  });
  return entries.length > 0;
}

function compact(body: object): ArmReply {
  return { httpStatus: 200, speaker: 'provider', body: { bytes: gatewayJson(body) } };
}
