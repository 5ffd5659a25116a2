import { EMULATOR_ERROR_STATUS, EmulatorError } from '../base/index.ts';
import { StoreError } from '../store/index.ts';
import { ArmError, errorBody } from './arm-error.ts';
import { armErrors, type Diagnostics } from './errors/index.ts';
import { gatewayJson } from './json.ts';
import type { ArmLog, ArmReply } from './types.ts';

export interface ErrorContext {
  readonly diagnostics: Diagnostics;
  readonly log: ArmLog;
}

/** An answer to an error, and whether the front door itself refused. */
export interface ErrorReply {
  readonly reply: ArmReply;
  readonly failedAtGateway: boolean;
}

/**
 * The one place where errors become answers. What is not meant for a client is told to the log and
 * answered in ARM's words for an internal error, with ids by which the log entry is found.
 */
export function replyToError(error: unknown, context: ErrorContext): ErrorReply {
  if (error instanceof ArmError) return armReply(error);
  if (error instanceof EmulatorError)
    return { reply: emulatorReply(error), failedAtGateway: false };
  return armReply(translated(error, context));
}

function translated(error: unknown, { diagnostics, log }: ErrorContext): ArmError {
  const { correlationId } = diagnostics;
  if (error instanceof StoreError) {
    log({ level: 'warn', message: `store: ${error.code}`, correlationId, error });
    return error.code === 'conflict' ? armErrors.conflict() : armErrors.serverTimeout(diagnostics);
  }
  log({ level: 'error', message: 'a request failed in our own code', correlationId, error });
  return armErrors.internalServerError(diagnostics);
}

function armReply(error: ArmError): ErrorReply {
  return {
    reply: {
      httpStatus: error.httpStatus,
      speaker: error.speaker,
      headers: error.headers,
      body:
        error.layout === 'compute'
          ? { json: errorBody(error) }
          : { bytes: gatewayJson(errorBody(error)) },
    },
    failedAtGateway: error.speaker === 'gateway',
  };
}

/** In ARM's envelope, so that clients show code and message; the code says that it is ours. */
function emulatorReply(error: EmulatorError): ArmReply {
  return {
    httpStatus: EMULATOR_ERROR_STATUS[error.code],
    speaker: 'gateway',
    body: { json: { error: { code: error.code, message: error.message } } },
  };
}
