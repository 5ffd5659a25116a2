import type { EmulatorErrorCode } from '../base/index.ts';
import { ControlError } from './control-error.ts';

/** What has come back. */
export interface ControlAnswer {
  readonly httpStatus: number;
  /** Undefined when it is not JSON. */
  readonly json: unknown;
  readonly bytes: Uint8Array;
}

/**
 * Takes a request to an emulator, signed in. `target` is a path with its query; a body is a value to be
 * sent as JSON, or bytes as they are.
 */
export type ControlSend = (
  method: string,
  target: string,
  body?: unknown,
) => Promise<ControlAnswer>;

/** Asks, and throws a ControlError for what is refused. */
export type Ask = <View>(method: string, target: string, body?: unknown) => Promise<View>;

export function asked({ httpStatus, json, bytes }: ControlAnswer): ControlAnswer {
  if (httpStatus >= 200 && httpStatus < 300) return { httpStatus, json, bytes };
  const error = memberOf(json, 'error');
  const code = memberOf(error, 'code');
  const message = memberOf(error, 'message');
  const told = typeof code === 'string' ? code : null;
  const isOurs = told?.startsWith('EMU_') === true;
  throw new ControlError(
    typeof message === 'string' ? message : `It was answered with HTTP ${httpStatus}.`,
    {
      code: isOurs ? (told as EmulatorErrorCode) : null,
      azureCode: isOurs ? null : told,
      httpStatus,
    },
  );
}

/** With those parts of a query that are there. */
export function withQuery(path: string, query: object): string {
  const told = new URLSearchParams();
  for (const [name, value] of Object.entries(query) as [string, unknown][]) {
    if (value !== undefined) told.set(name, String(value));
  }
  return told.size === 0 ? path : `${path}?${told.toString()}`;
}

export function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}
