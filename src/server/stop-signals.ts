/** `npm` passes Ctrl-C on to a process that has had it from the terminal; that is not a second one. */
const SAME_SIGNAL_MS = 500;

export interface StopSignals {
  /** Resolves at the first SIGINT or SIGTERM. */
  readonly stop: Promise<void>;
  /** From here on the signals act as they would without us. */
  ignore(): void;
}

/** The first signal asks for a clean stop; a second one, while that is under way, forces it. */
export function listenForStopSignals(force: () => void): StopSignals {
  const { promise, resolve } = Promise.withResolvers<void>();
  let firstAt: number | undefined;
  const onSignal = (): void => {
    if (firstAt === undefined) {
      firstAt = performance.now();
      resolve();
    } else if (performance.now() - firstAt > SAME_SIGNAL_MS) {
      force();
    }
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return {
    stop: promise,
    ignore() {
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    },
  };
}
