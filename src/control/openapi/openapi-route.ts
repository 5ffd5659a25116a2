import { jsonReply } from '../reply.ts';
import type { ControlRoute } from '../types.ts';
import { answer, type DescribedOperation } from './describe.ts';
import { openApiDocument } from './document.ts';
import { anyObject, named } from './schema.ts';

const operations: readonly DescribedOperation[] = [
  {
    method: 'GET',
    operationId: 'readOpenApi',
    summary: 'This document.',
    answers: answer(200, 'OpenAPI 3.1.', named('OpenApi', anyObject())),
    refusals: [],
  },
];

/** The OpenAPI document of the control API, out of its routes; says nothing about the fleet, so it needs no token. */
export function createOpenApiRoute(routes: () => readonly ControlRoute[]): ControlRoute {
  return {
    path: '/_lazulite/openapi.json',
    operations,
    open: true,
    handle: (_request, { version }) =>
      Promise.resolve(jsonReply(200, openApiDocument(routes(), version))),
  };
}
