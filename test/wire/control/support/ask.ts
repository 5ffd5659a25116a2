import type { HttpRequest, JsonValue } from '../../../../src/base/index.ts';
import { openApiDocument, ROUTES } from '../../../../src/control/index.ts';
import type { TestEmulator } from '../../../../src/testing/index.ts';
import { Contract } from './contract.ts';

export interface Answered {
  readonly httpStatus: number;
  readonly json: JsonValue;
  readonly text: string;
}

export interface Asking {
  readonly contract: Contract;
  /** A text is sent as it is, anything else as JSON; the answer has been held to the document. */
  ask(
    method: string,
    target: string,
    body?: unknown,
    headers?: HttpRequest['headers'],
  ): Promise<Answered>;
}

export function asking(emulator: TestEmulator): Asking {
  const contract = new Contract(openApiDocument(ROUTES, '0.0.0'));
  return {
    contract,
    async ask(method, target, body, headers = {}) {
      const request: HttpRequest = {
        method,
        target,
        headers: {
          host: 'localhost',
          authorization: `Bearer ${emulator.token()}`,
          'content-type': 'application/json',
          ...headers,
        },
        body: new TextEncoder().encode(
          body === undefined || typeof body === 'string' ? (body ?? '') : JSON.stringify(body),
        ),
        secure: true,
      };
      const response = await emulator.inject(request);
      contract.check(request, response);
      const text = new TextDecoder().decode(response.body ?? undefined);
      return { httpStatus: response.httpStatus, json: parsed(text), text };
    },
  };
}

function parsed(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
