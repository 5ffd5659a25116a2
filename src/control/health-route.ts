import { jsonReply } from './reply.ts';
import type { ControlRoute } from './types.ts';

/** Whether it answers, for scripts that wait; says nothing about the fleet, so it needs no token. */
export const healthRoute: ControlRoute = {
  path: '/_lazulite/health',
  methods: ['GET'],
  open: true,
  handle: (_request, services) =>
    Promise.resolve(jsonReply(200, { status: 'ready', version: services.version })),
};
