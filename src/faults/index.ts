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
export {
  type FaultCandidate,
  type FaultRule,
  type FaultSubject,
  matchFaultRule,
} from './fault-rule.ts';
export {
  ASKED_STEPS,
  type FaultName,
  isFaultName,
  type NamedFault,
  namedFaults,
  type StrikeKind,
} from './named-faults.ts';
