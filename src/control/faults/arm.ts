import {
  ASKED_STEPS,
  type ArmedFault,
  type ArmedSetFailure,
  type Rule,
} from '../../faults/index.ts';
import {
  type Armed,
  findInstanceId,
  modelView,
  type ScaleSet,
  type Strike,
} from '../../scaleset/index.ts';

/** What works on a machine that is off. */
const LEAVING: readonly string[] = ['powerOff', 'deallocate', 'delete'];

/** What rules leave in wait in a set; `set` is undefined for one that is just being made. */
export function armedBy(rules: readonly Rule[], set: ScaleSet | undefined): Armed {
  const faults: ArmedFault[] = [];
  const setFailures: ArmedSetFailure[] = [];
  for (const rule of rules) {
    const { id, number: salt, effect, until, document } = rule;
    const times = document.times ?? null;
    switch (effect.kind) {
      case 'request':
        break;
      case 'set':
        setFailures.push({
          id,
          until,
          times,
          after: effect.after,
          view: effect.view,
          operation: effect.operation,
        });
        break;
      case 'machine': {
        const instances = instancesOf(rule, set);
        const on = { ...effect.on, ...(instances === null ? {} : { instances }) };
        const { effect: outcome, after, failure } = effect;
        faults.push({ id, on, effect: outcome, after, failure, until, times, salt });
        break;
      }
      case 'strike':
        if (effect.meanwhile === null || effect.zone === null) break;
        faults.push({
          id,
          on: { steps: ASKED_STEPS.filter((step) => !LEAVING.includes(step)), zone: effect.zone },
          effect: 'fail',
          after: null,
          failure: effect.meanwhile,
          until,
          times: null,
          salt,
        });
        break;
    }
  }
  return { faults, setFailures };
}

/** What a rule does to a set at once; undefined when it lies in wait. */
export function strikeOf(rule: Rule, set: ScaleSet): Strike | undefined {
  const { effect, number: salt, until } = rule;
  if (effect.kind !== 'strike') return undefined;
  const { zone, faultDomain, share } = effect;
  return {
    kind: effect.strike,
    instances: instancesOf(rule, set),
    zone,
    faultDomain,
    share,
    salt,
    failure: effect.failure ?? effect.meanwhile,
    until,
  };
}

/** Numbers, of a Flexible set by name; those that the set does not have are left out. Null for all. */
function instancesOf({ document }: Rule, set: ScaleSet | undefined): readonly number[] | null {
  const names = document.on?.instances;
  if (names === undefined) return null;
  return names.flatMap((name) => instanceId(name, set) ?? []);
}

/** The number of a machine that clients call by this name. */
export function instanceId(name: string, set: ScaleSet | undefined): number | undefined {
  const isFlexible = set !== undefined && modelView(set).facts.orchestrationMode === 'Flexible';
  if (isFlexible) return findInstanceId(set, name);
  return /^\d{1,9}$/.test(name) ? Number(name) : undefined;
}
