import {
  armErrors,
  type ArmRequest,
  nextLink,
  type Operation,
  readAfterKey,
} from '../../arm/index.ts';
import {
  foldCase,
  formatInstant,
  type Instant,
  isGuid,
  isJsonObject,
  type JsonObject,
  sameName,
} from '../../base/index.ts';
import { objectOf } from '../compute/model/json-path.ts';
import type { Services } from '../services.ts';
import { type Store, StoreError } from '../../store/index.ts';
import { findRole, reply, roleId } from './role-definitions.ts';
import { atScopes, covers, scopeOf } from './scopes.ts';

/** Who has which role where. They are kept and shown; who may do what here is said by `--client`. */
export type AuthorizationServices = Pick<Services, 'store' | 'longRunning'>;

interface Assignment {
  readonly id: string;
  readonly name: string;
  readonly scope: string;
  readonly roleName: string;
  readonly principalId: string;
  readonly principalType: string;
  readonly createdAt: Instant;
  readonly createdBy: string;
  readonly besides: JsonObject;
}

const COLLECTION = 'role-assignments';
const PAGE_SIZE = 200;
/** Documents that are looked at together. */
const SCAN_COUNT = 500;
/** Two who give the same role at the same time are one after the other. */
const TRIES_MAX = 10;

export const roleAssignmentOperations: readonly Operation<AuthorizationServices>[] = [
  ...atScopes<AuthorizationServices>({
    operationId: 'RoleAssignments_List',
    method: 'GET',
    path: 'roleAssignments',
    handle: list,
  }),
  ...atScopes<AuthorizationServices>({
    operationId: 'RoleAssignments_Get',
    method: 'GET',
    path: 'roleAssignments/{roleAssignmentName}',
    async handle(request, { store }) {
      const found = await read(store, idOf(request));
      if (!found) throw armErrors.roleAssignmentNotFound(nameOf(request));
      return reply(bodyOf(found.assignment));
    },
  }),
  ...atScopes<AuthorizationServices>({
    operationId: 'RoleAssignments_Create',
    method: 'PUT',
    path: 'roleAssignments/{roleAssignmentName}',
    handle: create,
  }),
  ...atScopes<AuthorizationServices>({
    operationId: 'RoleAssignments_Delete',
    method: 'DELETE',
    path: 'roleAssignments/{roleAssignmentName}',
    async handle(request, { store }) {
      const found = await read(store, idOf(request));
      if (!found) return { httpStatus: 204, speaker: 'provider' };
      const key = keyOf(found.assignment.id);
      await store.commit([
        { kind: 'delete', collection: COLLECTION, key },
        { kind: 'delete', collection: COLLECTION, key: pairKey(found.assignment) },
      ]);
      return reply(bodyOf(found.assignment));
    },
  }),
];

/** R and I: az retries and reads these refusals (azure-cli, core/commands/arm.py, role/custom.py). */
async function create(request: ArmRequest, { store, longRunning }: AuthorizationServices) {
  const name = nameOf(request);
  if (!isGuid(name)) throw armErrors.roleAssignmentNameInvalid(name);
  const body = request.json();
  const sent = objectOf(isJsonObject(body) ? body['properties'] : undefined);
  const { roleDefinitionId, principalId, principalType, scope: _, ...besides } = sent;
  if (typeof roleDefinitionId !== 'string' || typeof principalId !== 'string') {
    throw armErrors.invalidRequestContent(
      "Required property 'roleDefinitionId' or 'principalId' not found in JSON. Path 'properties'.",
    );
  }
  const roleName = roleDefinitionId.slice(roleDefinitionId.lastIndexOf('/') + 1);
  if (!findRole(roleName)) throw armErrors.roleDefinitionNotFound(roleName);
  if (!isGuid(principalId)) throw armErrors.principalIdInvalid(principalId);
  const assignment: Assignment = {
    id: idOf(request),
    name,
    scope: scopeOf(request),
    roleName,
    principalId,
    principalType: typeof principalType === 'string' ? principalType : 'ServicePrincipal',
    createdAt: longRunning.now(),
    createdBy: request.caller.objectId,
    besides,
  };
  for (let tries = 1; ; tries += 1) {
    const before = await read(store, assignment.id);
    if (before) {
      if (isSame(before.assignment, assignment)) return reply(bodyOf(before.assignment));
      throw armErrors.roleAssignmentUpdateNotPermitted();
    }
    const pair = await store.getDocument(COLLECTION, pairKey(assignment));
    if (pair) throw armErrors.roleAssignmentExists();
    try {
      await store.commit([
        {
          kind: 'put',
          collection: COLLECTION,
          key: keyOf(assignment.id),
          value: JSON.stringify(assignment),
          expected: 0,
        },
        { kind: 'put', collection: COLLECTION, key: pairKey(assignment), value: '{}', expected: 0 },
      ]);
      return reply(bodyOf(assignment), 201);
    } catch (error) {
      const isConflict = error instanceof StoreError && error.code === 'conflict';
      if (!isConflict || tries === TRIES_MAX) throw error;
    }
  }
}

/** At the scope, below it and, as roles are inherited, above it. */
async function list(request: ArmRequest, { store }: AuthorizationServices) {
  const scope = scopeOf(request);
  const wanted = readFilter(request.query['$filter'] ?? '');
  const found: Assignment[] = [];
  const prefix = foldCase(`a/subscriptions/${request.params['subscriptionId'] ?? ''}/`);
  let after = readAfterKey(request);
  for (;;) {
    const page = await store.listDocuments(COLLECTION, {
      prefix,
      limit: SCAN_COUNT,
      ...(after === undefined ? {} : { after }),
    });
    for (const { key, value } of page) {
      after = key;
      const assignment = JSON.parse(value) as Assignment;
      const isAbove = covers(assignment.scope, scope);
      if (!isAbove && (wanted.atScope || !covers(scope, assignment.scope))) continue;
      if (
        wanted.principalId !== undefined &&
        !sameName(assignment.principalId, wanted.principalId)
      ) {
        continue;
      }
      found.push(assignment);
      if (found.length === PAGE_SIZE) {
        return reply({ value: found.map(bodyOf), nextLink: nextLink(request, { after: key }) });
      }
    }
    if (page.length < SCAN_COUNT) return reply({ value: found.map(bodyOf) });
  }
}

interface Wanted {
  readonly atScope: boolean;
  readonly principalId?: string;
}

/** `atScope()`, `assignedTo('…')`, `principalId eq '…'`, alone or joined by `and`, as az sends them. */
function readFilter(filter: string): Wanted {
  let wanted: Wanted = { atScope: false };
  for (const clause of filter.split(/\s+and\s+/i).filter((part) => part.trim() !== '')) {
    const [, principalId] =
      /^\s*(?:principalId\s+eq|assignedTo\()\s*'([^']*)'\)?\s*$/i.exec(clause) ?? [];
    if (principalId !== undefined) wanted = { ...wanted, principalId };
    else if (/^\s*atScope\(\)\s*$/i.test(clause)) wanted = { ...wanted, atScope: true };
    else throw armErrors.invalidFilter(filter);
  }
  return wanted;
}

/** Members and their order: the specification's example of RoleAssignments_Create. */
function bodyOf(assignment: Assignment): object {
  const { id, name, scope, roleName, principalId, principalType } = assignment;
  const at = formatInstant(assignment.createdAt);
  return {
    properties: {
      roleDefinitionId: roleId(scope.split('/')[2] ?? '', roleName),
      principalId,
      principalType,
      scope,
      ...assignment.besides,
      createdOn: at,
      updatedOn: at,
      createdBy: assignment.createdBy,
      updatedBy: assignment.createdBy,
    },
    id,
    type: 'Microsoft.Authorization/roleAssignments',
    name,
  };
}

function isSame(a: Assignment, b: Assignment): boolean {
  return sameName(a.principalId, b.principalId) && sameName(a.roleName, b.roleName);
}

async function read(store: Store, id: string) {
  const document = await store.getDocument(COLLECTION, keyOf(id));
  return document && { assignment: JSON.parse(document.value) as Assignment };
}

function keyOf(id: string): string {
  return foldCase(`a${id}`);
}

/** One role at one scope for one principal, whatever the assignment is called. */
function pairKey({ scope, roleName, principalId }: Assignment): string {
  return foldCase(`p${scope}|${roleName}|${principalId}`);
}

function idOf(request: ArmRequest): string {
  return `${scopeOf(request)}/providers/Microsoft.Authorization/roleAssignments/${nameOf(request)}`;
}

function nameOf({ params }: ArmRequest): string {
  return params['roleAssignmentName'] ?? '';
}
