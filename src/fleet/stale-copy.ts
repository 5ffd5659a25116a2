/**
 * Another process, whose clock is slower, has written a command at an instant that this copy of the
 * set has already played past: what it has told of that time may be wrong.
 */
export class StaleCopy extends Error {
  override readonly name = 'StaleCopy';

  constructor(journal: string) {
    super(`${journal} has to be played anew.`);
  }
}
