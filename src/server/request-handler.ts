import { actionOf, ArmError, type Gateway, scopeOf } from '../arm/index.ts';
import type { HttpRequest, HttpResponse } from '../base/index.ts';
import type { Clock } from '../clock/index.ts';
import type { Control, RequestLog } from '../control/index.ts';
import {
  authorizationFailed,
  type Identified,
  type Identity,
  originOf,
} from '../identity/index.ts';
import type { BootDiagnosticsBlobs } from '../providers/index.ts';

export interface RequestHandlerParts {
  readonly clock: Clock;
  readonly control: Control;
  /** Addresses that carry their own signature. */
  readonly blobs: BootDiagnosticsBlobs;
  /** Brings everything to its end; for an instant clock. */
  readonly settleAll: () => Promise<void>;
  readonly gateway: Gateway;
  readonly identity: Identity;
  readonly log: RequestLog;
}

/**
 * One request, wherever it came from: our own API, sign-in and metadata, then ARM for those who are
 * signed in.
 */
export function createRequestHandler(
  parts: RequestHandlerParts,
): (request: HttpRequest) => Promise<HttpResponse> | HttpResponse {
  const { clock, control, blobs, gateway, identity, settleAll, log } = parts;

  /** Who it is, or the answer to somebody who may not do this. */
  function admit(request: HttpRequest): Identified | HttpResponse {
    const authentication = identity.authenticate(
      request.headers['authorization'],
      originOf(request),
    );
    if (!authentication.ok) {
      const { code, message, wwwAuthenticate } = authentication;
      const headers = ['WWW-Authenticate', wwwAuthenticate];
      return gateway.refuse(request, new ArmError({ httpStatus: 401, code, message, headers }));
    }
    const { caller } = authentication;
    if (identity.mayDo(caller, request.method, request.target)) return caller;
    const refusal = authorizationFailed(caller, actionOf(request), scopeOf(request));
    return gateway.refuse(request, new ArmError({ httpStatus: 403, ...refusal }));
  }

  /** In instant mode a request finds everything done that those before it have asked for. */
  async function settleAndHandle(request: HttpRequest, caller: Identified): Promise<HttpResponse> {
    await settleAll();
    return gateway.handle(request, caller);
  }

  return (request) => {
    if (request.target.startsWith(CONTROL)) {
      return blobs.handle(request) ?? control.handle(request, () => refuse(request));
    }
    const signIn = identity.handle(request);
    if (signIn !== undefined) return signIn;
    const admitted = admit(request);
    if ('httpStatus' in admitted) return admitted;
    const at = clock.now();
    const answer =
      clock.mode.kind === 'instant'
        ? settleAndHandle(request, admitted)
        : gateway.handle(request, admitted);
    if (answer instanceof Promise) {
      return answer.then((response) => {
        log.note(request, response, admitted.appId, at, clock.now());
        return response;
      });
    }
    log.note(request, answer, admitted.appId, at, at);
    return answer;
  };

  function refuse(request: HttpRequest): HttpResponse | undefined {
    const admitted = admit(request);
    return 'httpStatus' in admitted ? admitted : undefined;
  }
}

/** Everything of our own; no path of Azure begins like this. */
const CONTROL = '/_lazulite';
