import { string, object, oneOf } from '../compute/model/schema-types.ts';
import { AT_ONCE, plainForm } from '../shells/plain-form.ts';
import type { ShellType } from '../shells/shell-type.ts';
import { identityIds } from './identity-ids.ts';

/** Azure deletes an identity whether or not something has it; so do we. */
export const userAssignedIdentities: ShellType = {
  namespace: 'Microsoft.ManagedIdentity',
  type: 'userAssignedIdentities',
  parameters: ['resourceName'],
  operations: {
    group: 'UserAssignedIdentities',
    list: 'ListByResourceGroup',
    listAll: 'ListBySubscription',
    update: 'Update',
  },
  // Folders of the specification repository.
  apiVersions: [
    '2015-08-31-preview',
    '2018-11-30',
    '2021-09-30-preview',
    '2022-01-31-preview',
    '2023-01-31',
    '2023-07-31-preview',
    '2024-11-30',
  ],
  form: plainForm,
  seconds: AT_ONCE,
  envelope: {},
  properties: object('UserAssignedIdentityProperties', {
    isolationScope: oneOf('None', 'Regional'),
    assignmentRestrictions: string,
  }),
  readOnly: ['tenantId', 'principalId', 'clientId', 'clientSecretUrl'],
  complete: ({ envelope, properties }, { id, tenantId }) => ({
    envelope,
    properties: { ...properties, tenantId, ...identityIds(id) },
  }),
  async show(body) {
    const { provisioningState: _, ...properties } = body['properties'] as Record<string, string>;
    return { ...body, properties };
  },
};
