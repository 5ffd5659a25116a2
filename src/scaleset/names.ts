import { foldCase } from '../base/index.ts';

/**
 * Names that machines of a Flexible set were given by whoever put them into it; the others have names
 * that are made of their numbers, and stand in no table.
 */
export class Names {
  readonly #names = new Map<number, string>();
  readonly #ids = new Map<string, number>();

  constructor(entries: readonly (readonly [instanceId: number, name: string])[] = []) {
    for (const [instanceId, name] of entries) this.set(instanceId, name);
  }

  set(instanceId: number, name: string): void {
    this.#names.set(instanceId, name);
    this.#ids.set(foldCase(name), instanceId);
  }

  /** As it was given; undefined for a machine without a name of its own. */
  get(instanceId: number): string | undefined {
    return this.#names.get(instanceId);
  }

  /** Undefined when no machine was given this name, in any case. */
  idOf(name: string): number | undefined {
    return this.#ids.get(foldCase(name));
  }

  delete(instanceId: number): void {
    const name = this.#names.get(instanceId);
    if (name === undefined) return;
    this.#names.delete(instanceId);
    this.#ids.delete(foldCase(name));
  }

  /** In the order of the ids. */
  entries(): readonly (readonly [number, string])[] {
    return [...this.#names].sort(([a], [b]) => a - b);
  }
}
