import { type FaultCandidate, type FaultRule, matchFaultRule } from '../faults/index.ts';
import { LAST_PHASE, stepNameOf } from './codes.ts';
import { type Distribution, type Lifecycle } from './lifecycle.ts';
import type { ExtensionFacts } from './types.ts';

/** A life cycle laid out by step number, so that a transition looks nothing up by name. */
export interface CompiledLifecycle {
  readonly source: Lifecycle;
  readonly durations: readonly (Distribution | undefined)[];
  /** Null where nothing can go wrong, which is nearly everywhere. */
  readonly faults: readonly (readonly FaultRule[] | null)[];
}

export function compileLifecycle(source: Lifecycle): CompiledLifecycle {
  const phases = Array.from({ length: LAST_PHASE + 1 }, (_, phase) => phase);
  return {
    source,
    durations: phases.map((phase) => (phase === 0 ? undefined : source.steps[stepNameOf(phase)])),
    faults: phases.map((phase) => {
      if (phase === 0) return null;
      const name = stepNameOf(phase);
      const rules = source.faults.filter(({ on }) => on.step === name);
      return rules.length === 0 ? null : rules;
    }),
  };
}

/** The rule that a step will end by; undefined when it will end well. */
export function findFate(
  rules: readonly FaultRule[],
  candidate: FaultCandidate,
): FaultRule | undefined {
  return rules[matchFaultRule(rules, candidate)];
}

/** How long an extension takes: by its name, by `publisher.type`, else as any extension does. */
export function extensionDuration(
  lifecycle: CompiledLifecycle,
  extension: ExtensionFacts,
  fallback: Distribution | undefined,
): Distribution | undefined {
  const { extensions } = lifecycle.source;
  const handler = `${extension.publisher}.${extension.type}`;
  // Names are the client's: `constructor` is none that the life cycle knows.
  const known = [extension.name, handler].find((name) => Object.hasOwn(extensions, name));
  return known === undefined ? fallback : extensions[known];
}
