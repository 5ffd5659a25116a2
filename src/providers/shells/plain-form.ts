import { armErrors, gatewayJson } from '../../arm/index.ts';
import type { ShellForm } from './shell-type.ts';

/**
 * How the smaller providers answer: compact, at once, without ETags; 201 for what is new, an empty 200
 * for what is deleted. Source: recorded az tests of identities, storage accounts and autoscale settings.
 */
export const plainForm: ShellForm = {
  order: ['sku', 'kind', 'id', 'name', 'type', 'location', 'tags', 'identity', '*', 'properties'],
  withEtags: false,
  withGuid: false,
  states: { creating: 'Succeeded', updating: 'Succeeded' },
  speaker: 'gateway',
  json: (body) => ({ bytes: gatewayJson(body) }),
  headers: () => [],
  started(_request, _services, { kind, body }) {
    return {
      httpStatus: kind === 'create' ? 201 : 200,
      speaker: 'provider',
      ...(kind === 'delete' || body === undefined ? {} : { body: { bytes: gatewayJson(body) } }),
    };
  },
  childNotFound: (id) => armErrors.networkPartNotFound(id),
  preconditionFailed: (header, value, { etag = '""' }) =>
    header === 'if-match'
      ? armErrors.etagMismatch(value, etag)
      : armErrors.etagMatches(value, etag),
  beingDeleted: () => armErrors.conflict(),
  unreadable: (message) => armErrors.invalidRequestContent(message),
};

/** Work that is done with the answer. */
export const AT_ONCE = { create: 0, update: 0, delete: 0 } as const;
