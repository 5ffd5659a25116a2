export { failures } from './catalogue.ts';
export type { Failure } from './failure.ts';
export {
  type FaultCandidate,
  type FaultRule,
  type FaultSubject,
  matchFaultRule,
} from './fault-rule.ts';
