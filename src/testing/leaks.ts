import { pause } from '../server/index.ts';

/** How often a process is looked at: what has been closed is let go of some turns later. */
const LOOKS = 20;

/** What keeps the process alive, by kind: `Timeout`, `TCPSocketWrap`, `TLSWrap`. */
export type Alive = ReadonlyMap<string, number>;

export function whatIsAlive(): Alive {
  const counts = new Map<string, number>();
  for (const kind of process.getActiveResourcesInfo()) {
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}

/** What keeps the process alive now and did not before, for people. */
export async function leftSince(before: Alive): Promise<readonly string[]> {
  for (let look = 0; look < LOOKS && moreThan(before).length > 0; look += 1) await pause(1);
  return moreThan(before);
}

function moreThan(before: Alive): readonly string[] {
  return [...whatIsAlive()].flatMap(([kind, count]) => {
    const more = count - (before.get(kind) ?? 0);
    return more > 0 ? [`${more} × ${NAMES[kind] ?? kind}`] : [];
  });
}

const NAMES: Readonly<Record<string, string>> = {
  Timeout: 'timer',
  Immediate: 'immediate',
  TCPSocketWrap: 'socket',
  TLSWrap: 'socket with TLS',
  TCPServerWrap: 'listening socket',
  ProcessWrap: 'child process',
  MessagePort: 'worker thread',
};
