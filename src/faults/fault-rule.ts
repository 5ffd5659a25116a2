import { finish, type Micros, mix } from '../base/index.ts';
import type { Failure } from './failure.ts';

/**
 * One thing that can go wrong with one step of an instance. All parts of `on` must match; a part
 * that is left out matches everything.
 */
export interface FaultRule {
  readonly on: FaultSubject;
  /** `fail` ends the step with the failure; `hang` never ends it. */
  readonly effect: 'fail' | 'hang';
  /** How long after the step began the failure shows; null: when the step would have ended. */
  readonly after: Micros | null;
  readonly failure: Failure;
}

export interface FaultSubject {
  /** The step of the life cycle, e.g. `provisionOs`. */
  readonly step: string;
  /** Only this extension, by its name in the model. */
  readonly extension?: string;
  /** Only instances from this id on. */
  readonly fromInstance?: number;
  /** Only instances below this id. */
  readonly belowInstance?: number;
  /** Of those that match, this share between 0 and 1; by the draw, so always the same ones. */
  readonly probability?: number;
}

/** What a step is about to happen to. */
export interface FaultCandidate {
  readonly extension: string | null;
  readonly instanceId: number;
  /** A draw of 32 bits that belongs to this instance, operation and step. */
  readonly draw: number;
}

/** The first rule that matches, by its position; -1 when none does. All rules are of one step. */
export function matchFaultRule(
  rules: readonly { readonly on: Omit<FaultSubject, 'step'> }[],
  candidate: FaultCandidate,
): number {
  return rules.findIndex(({ on }, index) => {
    if (on.extension !== undefined && on.extension !== candidate.extension) return false;
    if (on.fromInstance !== undefined && candidate.instanceId < on.fromInstance) return false;
    if (on.belowInstance !== undefined && candidate.instanceId >= on.belowInstance) return false;
    // Each rule draws anew, so that shares of several rules do not overlap.
    const draw = finish(mix(candidate.draw, index));
    return on.probability === undefined || draw / 0x1_0000_0000 < on.probability;
  });
}
