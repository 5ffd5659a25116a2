import type { IncomingMessage } from 'node:http';

/**
 * Collects a body of at most `bytesMax` bytes. Exactly one of the callbacks is called, or none when
 * the client goes away in the middle.
 */
export function readBody(
  incoming: IncomingMessage,
  bytesMax: number,
  whole: (body: Uint8Array) => void,
  overflown: () => void,
): void {
  const chunks: Buffer[] = [];
  let bytes = 0;
  const onData = (chunk: Buffer): void => {
    bytes += chunk.byteLength;
    if (bytes <= bytesMax) {
      chunks.push(chunk);
      return;
    }
    incoming.off('data', onData);
    incoming.off('end', onEnd);
    overflown();
  };
  const onEnd = (): void => {
    const first = chunks[0];
    whole(chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks, bytes));
  };
  incoming.on('data', onData);
  incoming.on('end', onEnd);
}
