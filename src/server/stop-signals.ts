/** `npm` passes Ctrl-C on to a process that has had it from the terminal; that is not a second one. */
const SAME_SIGNAL_MS = 500;

/** How soon it is noticed that npm has gone. */
const PARENT_LOOK_MS = 250;

export interface StopSignals {
  /** Resolves at the first SIGINT or SIGTERM, or when the npm that started us has gone. */
  readonly stop: Promise<void>;
  /** From here on the signals act as they would without us. */
  ignore(): void;
}

/** The first signal asks for a clean stop; a second one, while that is under way, forces it. */
export function listenForStopSignals(
  force: () => void,
  environment: Readonly<Record<string, string | undefined>>,
): StopSignals {
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
  const looking = watchParent(environment, resolve);
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return {
    stop: promise,
    ignore() {
      clearInterval(looking);
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    },
  };
}

/**
 * `npm start` runs us in a shell, and a SIGTERM to npm ends that shell without telling us. Then we
 * have another parent than before, and were meant too.
 */
function watchParent(
  environment: Readonly<Record<string, string | undefined>>,
  gone: () => void,
): NodeJS.Timeout | undefined {
  if (environment['npm_lifecycle_event'] === undefined) return undefined;
  const parent = process.ppid;
  return setInterval(() => {
    if (process.ppid !== parent) gone();
  }, PARENT_LOOK_MS).unref();
}
