export {
  type ArmedCandidate,
  type ArmedFault,
  type ArmedSetFailure,
  type ArmedSubject,
  isInShare,
  matchArmedFault,
} from './armed-fault.ts';
export { failures } from './catalogue.ts';
export type { Failure } from './failure.ts';
export { parseRule, type RuleContext, ruleSchema } from './parse-rule.ts';
export {
  type AnswerChange,
  concerns,
  type Cut,
  globOf,
  type RequestEffect,
  type Rule,
  type RuleDocument,
  type SetEffect,
} from './rule.ts';
export { type Met, type RequestFacts, RuleBook } from './rule-book.ts';
export {
  type FaultCandidate,
  type FaultRule,
  type FaultSubject,
  matchFaultRule,
} from './fault-rule.ts';
export {
  ASKED_STEPS,
  type FaultName,
  type NamedFault,
  namedFaults,
  type StrikeKind,
} from './named-faults.ts';
