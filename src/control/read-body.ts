import { EmulatorError, isJsonObject, type JsonObject } from '../base/index.ts';

/** The order in a body. Throws EMU_BAD_REQUEST with `help` when it is not a JSON object. */
export function readJsonObject(body: Uint8Array, help: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (cause) {
    throw new EmulatorError('EMU_BAD_REQUEST', `The body is not JSON. ${help}`, { cause });
  }
  if (!isJsonObject(value)) throw new EmulatorError('EMU_BAD_REQUEST', help);
  return value;
}
