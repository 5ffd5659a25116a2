/** What one client may take of us; every number is a bound against a sender that means no good. */
export interface Limits {
  /** Azure's front door takes 4 MiB (ARM limits page: "request size 4 MB"). */
  readonly bodyBytesMax: number;
  /** Tokens are a few KiB; Azure's front door refuses at about 32 KiB. */
  readonly headerBytesMax: number;
  /** A tenth of the file descriptors that Linux gives a process by default would be too few for load tests. */
  readonly connectionsMax: number;
  /** From connecting to the first byte. */
  readonly firstByteMs: number;
  /** From the first byte to the end of the TLS handshake. */
  readonly handshakeMs: number;
  /** From the first byte of a request to the end of its headers. */
  readonly headersMs: number;
  /** From the first byte of a request to the end of its body. */
  readonly requestMs: number;
  /** Between two requests on one connection; longer than the pools of common clients keep theirs. */
  readonly keepAliveMs: number;
  /**
   * Without a byte from the client while an answer is awaited or read; looked at as often, so a silent
   * one is cut after twice this at the latest. Longer than `keepAliveMs`.
   */
  readonly silenceMs: number;
  /** How long the reader of a stream may take nothing of what has been sent. */
  readonly stallMs: number;
  /** How long a refused sender may go on sending, so that it gets to read why. */
  readonly lingerMs: number;
  /** How long a graceful stop waits for requests under way. */
  readonly stopMs: number;
}

export const defaultLimits: Limits = {
  bodyBytesMax: 4 * 1_048_576,
  headerBytesMax: 32_768,
  connectionsMax: 4_096,
  firstByteMs: 10_000,
  handshakeMs: 10_000,
  headersMs: 15_000,
  requestMs: 60_000,
  keepAliveMs: 75_000,
  silenceMs: 300_000,
  stallMs: 30_000,
  lingerMs: 2_000,
  stopMs: 5_000,
};
