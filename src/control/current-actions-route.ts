import { EmulatorError, foldCase, formatInstant } from '../base/index.ts';
import { activity, modelView, openOperations, summarize } from '../scaleset/index.ts';
import { currentActionsOperations } from './openapi/current-actions.ts';
import { jsonReply } from './reply.ts';
import type { ControlRoute } from './types.ts';

const PATH = '/_lazulite/currentactions';

/** Who has more under way has asked for each machine by itself, and counts. */
const OPERATIONS_MAX = 100;

type OpenOperation = ReturnType<typeof openOperations>['oldest'][number];

/** An operation that has not ended. */
export interface OpenOperationView extends Omit<OpenOperation, 'startedAt' | 'expectedEnd'> {
  readonly startedAt: string;
  readonly expectedEnd: string;
}

/** What `GET /_lazulite/currentactions` answers. */
export interface CurrentActionsView extends ReturnType<typeof activity> {
  readonly resourceId: string;
  readonly provisioningState: string;
  readonly health: ReturnType<typeof summarize>['health'];
  readonly operations: {
    readonly open: number;
    /** A hundred at most. */
    readonly oldest: readonly OpenOperationView[];
  };
}

/**
 * What a set and its machines are doing at the moment (`?resourceId=`), from counters: the same cost for
 * every size. Throws EMU_NOT_FOUND when there is no such set, EMU_BAD_REQUEST when none is named.
 */
export const currentActionsRoute: ControlRoute = {
  path: PATH,
  operations: currentActionsOperations,
  open: false,
  async handle({ target }, { fleet }) {
    const resourceId = readResourceId(target);
    const set = await fleet.find(foldCase(resourceId));
    if (set === undefined) {
      throw new EmulatorError('EMU_NOT_FOUND', `There is no scale set "${resourceId}".`);
    }
    const { status, health } = summarize(set);
    const { count, oldest } = openOperations(set, OPERATIONS_MAX);
    const view: CurrentActionsView = {
      resourceId: modelView(set).genesis.resourceId,
      provisioningState: status.state,
      ...activity(set),
      health,
      operations: {
        open: count,
        oldest: oldest.map(({ startedAt, expectedEnd, ...operation }) => ({
          ...operation,
          startedAt: formatInstant(startedAt),
          expectedEnd: formatInstant(expectedEnd),
        })),
      },
    };
    return jsonReply(200, view);
  },
};

function readResourceId(target: string): string {
  const [, query = ''] = target.split('?', 2);
  const parameters = new URLSearchParams(query);
  for (const name of parameters.keys()) {
    if (name !== 'resourceId') throw badRequest(`"${name}" is not known. There is resourceId.`);
  }
  const resourceId = parameters.get('resourceId') ?? '';
  if (resourceId === '') throw badRequest('resourceId must be the resource id of a scale set.');
  return resourceId;
}

function badRequest(message: string): EmulatorError {
  return new EmulatorError('EMU_BAD_REQUEST', message);
}
