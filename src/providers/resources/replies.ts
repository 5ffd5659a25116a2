import type { ArmReply } from '../../arm/index.ts';

/** An answer of the front door with a body. */
export function gatewayReply(httpStatus: number, json: unknown): ArmReply {
  return { httpStatus, speaker: 'gateway', body: { json } };
}

/** An answer of the front door without one. */
export function emptyReply(httpStatus: number, headers: readonly string[] = []): ArmReply {
  return { httpStatus, speaker: 'gateway', headers };
}
