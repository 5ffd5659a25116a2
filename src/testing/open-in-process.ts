import type { HttpStream } from '../base/index.ts';
import type { ControlOpen } from '../client/index.ts';
import type { Emulator } from '../server/index.ts';

const NO_BODY = new Uint8Array();

/** Opens answers that go on for ever without a socket. */
export function openIn(emulator: Emulator): ControlOpen {
  return async (target, headers, signal) => {
    const { httpStatus, body, stream } = await emulator.handle({
      method: 'GET',
      target,
      headers: { host: 'localhost', authorization: `Bearer ${emulator.token()}`, ...headers },
      body: NO_BODY,
      secure: true,
    });
    return { httpStatus, pieces: piecesOf(stream, body ?? NO_BODY, signal) };
  };
}

async function* piecesOf(
  stream: HttpStream | undefined,
  body: Uint8Array,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (stream === undefined) {
    yield body;
    return;
  }
  const encoder = new TextEncoder();
  for await (const piece of stream.pieces(signal)) yield encoder.encode(piece);
}
