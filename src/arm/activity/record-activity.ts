import type { Clock } from '../../clock/index.ts';
import type { Store } from '../../store/index.ts';
import { actionOf } from '../access-names.ts';
import type { Admitted } from '../admission.ts';
import { ArmError } from '../arm-error.ts';
import { printableToken } from '../headers.ts';
import type { ArmReply, ArmRequest } from '../types.ts';
import { ActivityInProgress, ActivitySweeper, withActivity } from './request-activity.ts';

/** Keeps the activity log of what passes the front door. */
export class ActivityRecorder {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #sweeper: ActivitySweeper;

  constructor({ store, clock }: { readonly store: Store; readonly clock: Clock }) {
    this.#store = store;
    this.#clock = clock;
    this.#sweeper = new ActivitySweeper(store);
  }

  /**
   * Serves a write and sees to it that the log has it before anybody is told. What `serve` throws is
   * thrown on; a refusal of Azure's is an entry too.
   */
  async serve<Services>(
    admitted: Admitted<Services>,
    request: ArmRequest,
    serve: () => Promise<ArmReply>,
  ): Promise<ArmReply> {
    const { subscriptionId } = admitted;
    // Reads are not logged, and what is in no subscription is in no subscription's log.
    if (subscriptionId === undefined || request.method === 'GET' || request.method === 'HEAD') {
      return await withActivity(undefined, serve);
    }
    const at = this.#clock.now();
    const activity = new ActivityInProgress(subscriptionId, {
      kind: 'request',
      at,
      method: request.method,
      action: actionOfRequest(admitted, request),
      resourceId: resourceOf(request),
      requestId: request.requestId,
      correlationId: request.correlationId,
      clientRequestId:
        printableToken(request.headers['x-ms-client-request-id']) ?? request.requestId,
      caller: request.caller,
      httpStatus: 200,
      end: null,
      refusal: null,
    });
    try {
      const reply = await withActivity(activity, serve);
      if (!activity.isKept) await this.#store.commit([activity.answered(reply.httpStatus)]);
      return reply;
    } catch (error) {
      if (error instanceof ArmError) {
        const { code, message } = error;
        await this.#store.commit([activity.refused(error.httpStatus, { code, message })]);
      }
      throw error;
    } finally {
      await this.#sweeper.noteOne(subscriptionId, at);
    }
  }
}

/** In Azure's casing where the operation is one of Azure's own paths. */
function actionOfRequest<Services>(
  { operation, target }: Admitted<Services>,
  { method }: ArmRequest,
): string {
  const isOwnPath = !operation.path.includes('/providers/{');
  return actionOf({ method, target: isOwnPath ? operation.path : target.path });
}

/** An action stands behind the resource that it is done to. */
function resourceOf({ method, path }: ArmRequest): string {
  const segments = path.split('/').filter((segment) => segment !== '');
  const provider = segments.findLastIndex((segment) => segment.toLowerCase() === 'providers');
  const names = segments.length - (provider === -1 ? 0 : provider + 2);
  const isAction = method === 'POST' && names % 2 === 1;
  return `/${segments.slice(0, isAction ? -1 : undefined).join('/')}`;
}
