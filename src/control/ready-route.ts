import { EmulatorError } from '../base/index.ts';
import { StoreError } from '../store/index.ts';
import { readyOperations } from './openapi/ready.ts';
import { jsonReply } from './reply.ts';
import type { ControlRoute } from './types.ts';

/** What `GET /_lazulite/ready` answers. */
export interface ReadyView {
  readonly status: 'ready';
  readonly store: 'answers';
  /** Of the package. */
  readonly version: string;
}

/**
 * Whether requests can be served: the scenario has been made, nothing is being reset or loaded (it waits
 * for that, as all requests do) and the store answers. Says nothing about the fleet, so it needs no token.
 */
export const readyRoute: ControlRoute = {
  path: '/_lazulite/ready',
  operations: readyOperations,
  open: true,
  async handle(_request, { checkStore, version }) {
    try {
      await checkStore();
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      const message = `The store does not answer: ${error.message}`;
      throw new EmulatorError('EMU_STORE_UNAVAILABLE', message, { cause: error });
    }
    const view: ReadyView = { status: 'ready', store: 'answers', version };
    return jsonReply(200, view);
  },
};
