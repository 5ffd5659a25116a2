import { armErrors, type ArmReply, type ArmRequest } from '../../../arm/index.ts';
import type { ShellServices } from '../../shells/services.ts';
import type { ShellForm, ShellType, StartedWork } from '../../shells/shell-type.ts';

/**
 * How Microsoft.Compute answers for what stands around machines: disks, images, availability sets.
 * Source: recorded az tests (test_vm_disk_*, test_image_*, test_vm_availset) and the specification's examples.
 */
export const computeForm: ShellForm = {
  order: ['name', 'id', 'type', 'location', 'tags', '*', 'sku', 'properties'],
  withEtags: false,
  withGuid: false,
  states: { creating: 'Creating', updating: 'Updating' },
  speaker: 'provider',
  json: (body) => ({ json: body }),
  headers: () => [],
  started: (request, services, work) => started(request, services, work, 201),
  childNotFound: () => armErrors.instanceNotFound(),
  preconditionFailed: (header, value, { etag = '""' }) =>
    header === 'if-match'
      ? armErrors.etagMismatch(value, etag)
      : armErrors.etagMatches(value, etag),
  beingDeleted: () => armErrors.conflict(),
  unreadable: (message) => armErrors.unreadableModel('resource', message),
};

/** Disks and snapshots are accepted with 202 whether they are new or not. */
export const diskForm: ShellForm = {
  ...computeForm,
  states: { creating: 'Updating', updating: 'Updating' },
  started: (request, services, work) => started(request, services, work, 202),
};

/** What is done with the answer: no polling URLs. An availability set's creation is 200 (recorded). */
export function instantForm(createdStatus: 200 | 201): ShellForm {
  return {
    ...computeForm,
    started: (_request, _services, { kind, body }) => finished(kind, createdStatus, body),
  };
}

/** The answer to work that is done. */
function finished(
  kind: StartedWork['kind'],
  createdStatus: 200 | 201,
  body: object | undefined,
): ArmReply {
  if (kind === 'delete') return { httpStatus: 200, speaker: 'provider' };
  return {
    httpStatus: kind === 'create' ? createdStatus : 200,
    speaker: 'provider',
    ...(body === undefined ? {} : { body: { json: body } }),
  };
}

function started(
  request: ArmRequest,
  { longRunning }: ShellServices,
  { kind, operationId, location, body }: StartedWork,
  createdStatus: 201 | 202,
): ArmReply {
  return longRunning.started(request, {
    httpStatus:
      kind === 'delete'
        ? 202
        : kind === 'create'
          ? createdStatus
          : createdStatus === 202
            ? 202
            : 200,
    operationId,
    location,
    withLocation: kind === 'delete' || createdStatus === 202,
    ...(body === undefined ? {} : { body }),
  });
}

/** Every type of this provider has the same verbs. */
export function verbs(group: string, listAll = 'ListBySubscription'): ShellType['operations'] {
  return { group, list: 'ListByResourceGroup', listAll, update: 'Update' };
}
