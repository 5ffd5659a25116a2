import { monitorEventLoopDelay, performance } from 'node:perf_hooks';

/**
 * Loaded into a server by `--import`, so that it can be asked what it costs; the server itself is
 * the product, unchanged.
 */
export type ProbeQuestion = 'cpu' | 'startDelay' | 'readDelay' | 'memory';

export interface CpuReading {
  /** Of all threads of the process, since it began. */
  readonly cpuMicros: number;
}

export interface MemoryReading {
  readonly rssBytes: number;
}

export interface DelayReading {
  /** How much later than asked for a timer of a millisecond came. */
  readonly delayMsMax: number;
  readonly delayMsP999: number;
  /** The longest that the main thread itself computed between two turns: without the machine's noise. */
  readonly ownMsMax: number;
  readonly ownMsP999: number;
  readonly turns: number;
}

/** Between two looks; what a histogram of delays reports for an idle loop is about this. */
const RESOLUTION_MS = 1;

const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
let own: number[] = [];
let timer: NodeJS.Timeout | undefined;

function startDelay(): void {
  clearInterval(timer);
  histogram.disable();
  histogram.reset();
  own = [];
  let lastCpu = process.threadCpuUsage();
  let last = performance.now();
  timer = setInterval(() => {
    const cpu = process.threadCpuUsage();
    const now = performance.now();
    const cpuMs = (cpu.user - lastCpu.user + cpu.system - lastCpu.system) / 1_000;
    own.push(Math.min(cpuMs, now - last));
    lastCpu = cpu;
    last = now;
  }, RESOLUTION_MS);
  histogram.enable();
}

function readDelay(): DelayReading {
  clearInterval(timer);
  histogram.disable();
  own.sort((a, b) => a - b);
  const delayMs = (nanoseconds: number): number =>
    Math.max(0, nanoseconds / 1_000_000 - RESOLUTION_MS);
  return {
    delayMsMax: delayMs(histogram.max),
    delayMsP999: delayMs(histogram.percentile(99.9)),
    ownMsMax: own.at(-1) ?? 0,
    ownMsP999: own[Math.floor(own.length * 0.999)] ?? 0,
    turns: own.length,
  };
}

function readCpu(): CpuReading {
  const { user, system } = process.cpuUsage();
  return { cpuMicros: user + system };
}

process.on('message', (question: ProbeQuestion) => {
  switch (question) {
    case 'cpu':
      process.send?.(readCpu());
      return;
    case 'memory':
      process.send?.({ rssBytes: process.memoryUsage.rss() } satisfies MemoryReading);
      return;
    case 'startDelay':
      startDelay();
      process.send?.({});
      return;
    case 'readDelay':
      process.send?.(readDelay());
      return;
  }
});
// The server ends when it wants to, not when its parent lets go of it.
process.channel?.unref();
