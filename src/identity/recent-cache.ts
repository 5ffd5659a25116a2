/** A bounded memory of what was used last; the least recently used entry goes first. */
export interface RecentCache<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
  delete(key: string): void;
  readonly size: number;
}

export function createRecentCache<Value>(capacity: number): RecentCache<Value> {
  // A Map iterates in the order of insertion, so re-inserting at each use keeps the oldest in front.
  const entries = new Map<string, Value>();
  // One client with one token is the common case: comparing with the last key spares hashing 1 KiB.
  let lastKey: string | undefined;
  let lastValue: Value | undefined;
  return {
    get(key) {
      if (key === lastKey) return lastValue;
      const value = entries.get(key);
      if (value === undefined) return undefined;
      entries.delete(key);
      entries.set(key, value);
      lastKey = key;
      lastValue = value;
      return value;
    },
    set(key, value) {
      entries.delete(key);
      entries.set(key, value);
      lastKey = key;
      lastValue = value;
      if (entries.size <= capacity) return;
      for (const oldest of entries.keys()) {
        entries.delete(oldest);
        break;
      }
    },
    delete(key) {
      entries.delete(key);
      if (key !== lastKey) return;
      lastKey = undefined;
      lastValue = undefined;
    },
    get size() {
      return entries.size;
    },
  };
}
