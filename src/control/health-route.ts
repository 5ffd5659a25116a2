import { healthOperations } from './openapi/health.ts';
import { jsonReply } from './reply.ts';
import type { ControlRoute } from './types.ts';

/** What `GET /_lazulite/health` answers. */
export interface HealthView {
  readonly status: 'ready';
  /** Of the package. */
  readonly version: string;
}

/** Whether it answers, for scripts that wait; says nothing about the fleet, so it needs no token. */
export const healthRoute: ControlRoute = {
  path: '/_lazulite/health',
  operations: healthOperations,
  open: true,
  handle(_request, { version }) {
    const view: HealthView = { status: 'ready', version };
    return Promise.resolve(jsonReply(200, view));
  },
};
