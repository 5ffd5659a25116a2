import type { Clock } from '../clock/index.ts';

interface Job {
  /** Does a small piece; true when it was the last one. */
  readonly step: () => boolean;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Does long work in pieces, all jobs in turn, and never holds the event loop longer than a slice
 * however many jobs there are.
 */
export class Slicer {
  readonly #clock: Clock;
  readonly #sliceMs: number;
  readonly #jobs: Job[] = [];
  #running = false;

  constructor(clock: Clock, sliceMs: number) {
    this.#clock = clock;
    this.#sliceMs = sliceMs;
  }

  get busy(): boolean {
    return this.#running;
  }

  run(step: () => boolean): Promise<void> {
    const done = new Promise<void>((resolve, reject) => {
      this.#jobs.push({ step, resolve, reject });
    });
    if (!this.#running) {
      this.#running = true;
      void this.#work();
    }
    return done;
  }

  async #work(): Promise<void> {
    for (;;) {
      this.#slice();
      if (this.#jobs.length === 0) break;
      await this.#clock.turn();
    }
    this.#running = false;
  }

  #slice(): void {
    const start = this.#clock.monotonicMs();
    do {
      const job = this.#jobs.shift();
      if (job === undefined) return;
      try {
        if (job.step()) job.resolve();
        else this.#jobs.push(job);
      } catch (error) {
        job.reject(error);
      }
    } while (this.#clock.monotonicMs() - start < this.#sliceMs);
  }
}
