export { formatDuration, parseDuration } from './duration.ts';
export { EMULATOR_ERROR_STATUS, EmulatorError, type EmulatorErrorCode } from './emulator-error.ts';
export { foldCase, sameName } from './fold-case.ts';
export { guidFrom, guidFromText, isGuid } from './guid.ts';
export { finish, hashText, hashWords, mix } from './hash.ts';
export {
  formatCompactUtc,
  formatHttpDate,
  formatInstant,
  formatInstantSeconds,
  formatRoundTrip,
  type Instant,
  instantFromEpochMs,
  type Micros,
  MICROS_PER_MS,
  MICROS_PER_SECOND,
  NEVER,
  parseInstant,
} from './instant.ts';
export type { HttpRequest, HttpResponse, HttpStream } from './http.ts';
export { invariant, InvariantError } from './invariant.ts';
export { isJsonObject, type JsonObject, type JsonValue } from './json.ts';
export { KeyLocks } from './key-locks.ts';
export { makeFolder } from './make-folder.ts';
export { permute, unpermute } from './permutation.ts';
