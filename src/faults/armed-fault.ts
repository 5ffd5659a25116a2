import { finish, type Instant, type Micros, mix } from '../base/index.ts';
import type { Failure } from './failure.ts';

/**
 * A fault that lies in wait in a scale set: plain data, so that it can stand in the set's journal. All
 * parts of `on` must match; a part that is left out matches everything.
 */
export interface ArmedFault {
  /** Of the rule that it comes from. */
  readonly id: string;
  readonly on: ArmedSubject;
  /** `fail` ends the step with the failure; `hang` does not end it while the fault is there. */
  readonly effect: 'fail' | 'hang';
  /** How long after the step began the failure shows; null: when the step would have ended. */
  readonly after: Micros | null;
  /** Null when it hangs. */
  readonly failure: Failure | null;
  /** Null: until it is taken away. */
  readonly until: Instant | null;
  /** How many machines it hits at most; null: all that match. */
  readonly times: number | null;
  /** Tells its draws from those of other rules. */
  readonly salt: number;
}

export interface ArmedSubject {
  /** Steps of the life cycle, e.g. `provisionOs`. */
  readonly steps: readonly string[];
  /** Only this extension, by its name in the model. */
  readonly extension?: string;
  readonly instances?: readonly number[];
  readonly zone?: string;
  /** Of the machines that match, this part between 0 and 1; always the same ones. */
  readonly share?: number;
}

/** The next model that a set is given is not brought to its machines: the operation fails by itself. */
export interface ArmedSetFailure {
  readonly id: string;
  readonly after: Micros;
  /** As the instance view tells it. */
  readonly view: Failure;
  /** As the operation tells it. */
  readonly operation: Failure;
  readonly until: Instant | null;
  /** How many operations it fails; null: all. */
  readonly times: number | null;
}

/** What a machine is about to do. */
export interface ArmedCandidate {
  readonly step: string;
  readonly extension: string | null;
  readonly instanceId: number;
  readonly zone: string | null;
  readonly at: Instant;
  /** A draw of 32 bits that belongs to this machine. */
  readonly draw: number;
  /** How often a fault has hit already. */
  hits(id: string): number;
}

/** The first fault that matches. */
export function matchArmedFault(
  faults: readonly ArmedFault[],
  candidate: ArmedCandidate,
): ArmedFault | undefined {
  return faults.find(({ id, on, until, times, salt }) => {
    if (!on.steps.includes(candidate.step)) return false;
    if (until !== null && candidate.at >= until) return false;
    if (times !== null && candidate.hits(id) >= times) return false;
    if (on.extension !== undefined && on.extension !== candidate.extension) return false;
    if (on.zone !== undefined && on.zone !== candidate.zone) return false;
    if (on.instances !== undefined && !on.instances.includes(candidate.instanceId)) return false;
    return isInShare(on.share, candidate.draw, salt);
  });
}

/** Whether a draw lies in a share; all do when there is none. */
export function isInShare(share: number | undefined, draw: number, salt: number): boolean {
  return share === undefined || finish(mix(draw, salt)) / 0x1_0000_0000 < share;
}
