/** A message of a stream of Server-Sent Events, or a comment in it. */
export type StreamMessage =
  | { readonly kind: 'event'; readonly id: string; readonly data: string }
  | { readonly kind: 'comment'; readonly text: string };

/**
 * Reads what our own `/_lazulite/events` sends: lines end with a line feed, and a message has one line
 * of data. Ends where the answer does, also in the middle of a message, which is then not told.
 */
export async function* readMessages(
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<StreamMessage> {
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for await (const piece of pieces) {
      const blocks = `${rest}${decoder.decode(piece, { stream: true })}`.split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const message = readBlock(block);
        if (message !== undefined) yield message;
      }
    }
  } catch (error) {
    // A connection that was cut is one that has ended; whoever reads it connects again.
    if (!isOfConnection(error)) throw error;
  }
}

/** `fetch` says what has happened to a connection in the cause of its error. */
function isOfConnection(error: unknown): boolean {
  return error instanceof Error && ('code' in error || isOfConnection(error.cause));
}

function readBlock(block: string): StreamMessage | undefined {
  if (block.startsWith(':')) return { kind: 'comment', text: block.slice(1).trim() };
  const fields = new Map(
    block.split('\n').map((line) => {
      const [name = '', ...value] = line.split(': ');
      return [name, value.join(': ')];
    }),
  );
  const id = fields.get('id');
  const data = fields.get('data');
  return id === undefined || data === undefined ? undefined : { kind: 'event', id, data };
}
