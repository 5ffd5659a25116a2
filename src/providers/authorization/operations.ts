import type { Operation, ResourceType } from '../../arm/index.ts';
import { type AuthorizationServices, roleAssignmentOperations } from './role-assignments.ts';
import { roleDefinitionOperations } from './role-definitions.ts';

/** The authorization provider, operation by operation. */
export const authorizationOperations: readonly Operation<AuthorizationServices>[] = [
  ...roleDefinitionOperations,
  ...roleAssignmentOperations,
];

/** Folders of the specification repository, and what az of 2023 and 2025 asks with. */
const API_VERSIONS = [
  '2015-07-01',
  '2017-05-01',
  '2017-09-01',
  '2017-10-01-preview',
  '2018-01-01-preview',
  '2018-07-01',
  '2018-09-01-preview',
  '2020-03-01-preview',
  '2020-04-01-preview',
  '2020-08-01-preview',
  '2020-10-01',
  '2020-10-01-preview',
  '2021-04-01-preview',
  '2022-01-01-preview',
  '2022-04-01',
  '2022-05-01-preview',
  '2023-04-01-preview',
];

export const authorizationResourceTypes: readonly ResourceType[] = [
  'roleAssignments',
  'roleDefinitions',
].map((type) => ({
  namespace: 'Microsoft.Authorization',
  type,
  apiVersions: API_VERSIONS,
  locations: [],
}));
