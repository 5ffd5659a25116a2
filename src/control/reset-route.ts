import { EmulatorError, type HttpResponse } from '../base/index.ts';
import { resetOperations } from './openapi/reset.ts';
import { readJsonObject } from './read-body.ts';
import { jsonReply } from './reply.ts';
import type { ControlRoute } from './types.ts';

/** Where resets are ordered; such requests are let through while all others wait for one. */
export const RESET_PATH = '/_lazulite/reset';

const ORDER = 'Send {} to forget everything, or {"subscriptionId":"…"} for one subscription.';

/** What `POST /_lazulite/reset` answers. */
export interface ResetView {
  /** `all`, or the id of the subscription. */
  readonly reset: string;
}

/** Everything as after a start, or one subscription empty. */
export const resetRoute: ControlRoute = {
  path: RESET_PATH,
  operations: resetOperations,
  open: false,
  async handle({ body }, { reset, subscriptionIds }) {
    const order = body.byteLength === 0 ? {} : readJsonObject(body, ORDER);
    const { subscriptionId, ...rest } = order;
    const [unknown] = Object.keys(rest);
    if (unknown !== undefined) throw bad(`"${unknown}" is not known. ${ORDER}`);
    if (subscriptionId === undefined) {
      await reset(null);
      return reply('all');
    }
    if (typeof subscriptionId !== 'string') throw bad(ORDER);
    const id = subscriptionId.toLowerCase();
    if (!subscriptionIds.includes(id)) {
      throw new EmulatorError('EMU_NOT_FOUND', `There is no subscription ${subscriptionId} here.`);
    }
    await reset(id);
    return reply(id);
  },
};

function reply(what: string): HttpResponse {
  const view: ResetView = { reset: what };
  return jsonReply(200, view);
}

function bad(message: string): EmulatorError {
  return new EmulatorError('EMU_BAD_REQUEST', message);
}
