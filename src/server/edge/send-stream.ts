import type { ServerResponse } from 'node:http';
import type { HttpStream } from '../../base/index.ts';
import type { Limits } from './limits.ts';

/**
 * Sends a body piece by piece, each when the one before it has been taken. A reader that takes nothing
 * for `stallMs` is told so, should it still come to it, and cut off.
 */
export async function sendStream(
  outgoing: ServerResponse,
  stream: HttpStream,
  { stallMs, lingerMs }: Pick<Limits, 'stallMs' | 'lingerMs'>,
): Promise<void> {
  const gone = new AbortController();
  outgoing.once('close', () => gone.abort());
  if (outgoing.destroyed) gone.abort();
  outgoing.flushHeaders();
  for await (const piece of stream.pieces(gone.signal)) {
    if (gone.signal.aborted) break;
    if (outgoing.write(piece) || (await isTaken(outgoing, stallMs))) continue;
    if (gone.signal.aborted) break;
    outgoing.end(stream.farewell);
    const timer = setTimeout(() => outgoing.destroy(), lingerMs);
    outgoing.once('close', () => clearTimeout(timer));
    return;
  }
  outgoing.end();
}

/** Whether all that was written has been taken in time; false also when the connection is gone. */
function isTaken(outgoing: ServerResponse, stallMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (taken: boolean): void => {
      clearTimeout(timer);
      outgoing.off('drain', onDrain);
      outgoing.off('close', onClose);
      resolve(taken);
    };
    const onDrain = (): void => settle(true);
    const onClose = (): void => settle(false);
    const timer = setTimeout(onClose, stallMs);
    outgoing.once('drain', onDrain);
    outgoing.once('close', onClose);
  });
}
