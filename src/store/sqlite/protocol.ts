import type { Engine } from '../engine.ts';
import type { StoreErrorCode } from '../types.ts';

/** The methods that the worker carries out; all of them of the engine, and `open` before them. */
export type Method = 'open' | keyof Omit<Engine, 'name' | 'shared'>;

/** What goes to the worker: all requests of one turn in one message. */
export interface Request {
  readonly id: number;
  readonly method: Method;
  readonly parameters: readonly unknown[];
}

/** What comes back, in the same order. */
export type Response =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly failure: Failure };

/** A StoreError as it crosses the threads; anything else is a bug and has no code. */
export interface Failure {
  readonly code: StoreErrorCode | undefined;
  readonly message: string;
  readonly cause: string | undefined;
}

/** The engine's methods without the promises: what the database in the worker has. */
export type SyncEngine = {
  readonly [M in keyof Omit<Engine, 'name' | 'shared'>]: (
    ...parameters: Parameters<Engine[M]>
  ) => Awaited<ReturnType<Engine[M]>>;
};
