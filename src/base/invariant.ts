/** We have a bug: logged loudly, answered as 500, always fails a test. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

/** Stays on in production: what must hold is checked where it is relied on. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new InvariantError(message);
}
