import { setTimeout as sleep } from 'node:timers/promises';

/** Waits in the machine's time, for what people look at; false when it was called off. */
export async function pause(milliseconds: number, signal?: AbortSignal): Promise<boolean> {
  try {
    await sleep(milliseconds, undefined, signal && { signal });
    return true;
  } catch (error) {
    if (signal?.aborted === true) return false;
    throw error;
  }
}
