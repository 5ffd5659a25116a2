import { EmulatorError, type EmulatorErrorCode } from '../base/index.ts';
import { StoreError } from '../store/index.ts';
import { ArmError, errorBody } from './arm-error.ts';
import { armErrors, type Diagnostics } from './errors/index.ts';
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
      body: { json: errorBody(error) },
    },
    failedAtGateway: error.speaker === 'gateway',
  };
}

/** In ARM's envelope, so that clients show code and message; the code says that it is ours. */
function emulatorReply(error: EmulatorError): ArmReply {
  return {
    httpStatus: statusOf(error.code),
    speaker: 'gateway',
    body: { json: { error: { code: error.code, message: error.message } } },
  };
}

function statusOf(code: EmulatorErrorCode): number {
  switch (code) {
    case 'EMU_NOT_FOUND':
      return 404;
    case 'EMU_FORBIDDEN_HOST':
    case 'EMU_FORBIDDEN_ORIGIN':
    case 'EMU_CLIENTS_REQUIRED':
      return 403;
    case 'EMU_STORE_LOCKED':
    case 'EMU_STORE_UNAVAILABLE':
    case 'EMU_STORE_NEWER':
    case 'EMU_ADDRESS_IN_USE':
    case 'EMU_NO_EMULATOR':
      return 503;
    case 'EMU_BAD_OPTION':
    case 'EMU_BAD_LIFECYCLE':
    case 'EMU_BAD_SCENARIO':
    case 'EMU_BAD_REQUEST':
    case 'EMU_CLOCK_BACKWARDS':
    case 'EMU_CLOCK_NOT_MANUAL':
      return 400;
  }
}
