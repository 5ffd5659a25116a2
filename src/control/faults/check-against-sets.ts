import { EmulatorError, foldCase } from '../../base/index.ts';
import { concerns, type Rule } from '../../faults/index.ts';
import type { Fleet } from '../../fleet/index.ts';
import { findInstance, modelView, type ScaleSet } from '../../scaleset/index.ts';
import { instanceId } from './arm.ts';

/** What can stand in a rule that speaks of scale sets, when it has no `*`. */
const SET_OR_ABOVE =
  /^\/subscriptions\/[^/]+(?:\/resourceGroups\/[^/]+(?:\/providers\/Microsoft\.Compute\/virtualMachineScaleSets\/[^/]+)?)?$/i;

/**
 * Refuses rules that could never meet a machine of the sets that there are. A rule that speaks of no
 * set that is there yet may be meant for one to come; a strike may not.
 */
export async function checkAgainstSets(
  rules: readonly Rule[],
  resourceIds: readonly string[],
  fleet: Pick<Fleet, 'find'>,
): Promise<void> {
  for (const rule of rules) {
    const { effect, document } = rule;
    if (effect.kind === 'request') continue;
    const { resource, instances, zone, faultDomain = 0 } = document.on ?? {};
    if (resource !== undefined && !resource.includes('*') && !SET_OR_ABOVE.test(resource)) {
      throw bad(`/on/resource is neither a scale set nor above one: "${resource}"`);
    }
    const sets: ScaleSet[] = [];
    for (const resourceId of resourceIds) {
      const set = concerns(rule, resourceId) ? await fleet.find(foldCase(resourceId)) : undefined;
      if (set !== undefined) sets.push(set);
    }
    if (sets.length === 0) {
      if (effect.kind === 'strike') throw bad('would strike nobody: no scale set matches /on');
      if (instances !== undefined)
        throw bad('/on/instances names machines, but no scale set matches');
      continue;
    }
    if (zone !== undefined && !sets.some((set) => modelView(set).facts.zones.includes(zone))) {
      throw bad(`/on/zone can never match: no set that matches is in zone "${zone}"`);
    }
    if (!sets.some((set) => modelView(set).facts.faultDomainCount > faultDomain)) {
      throw bad(`/on/faultDomain can never match: no set that matches has a domain ${faultDomain}`);
    }
    for (const name of instances ?? []) {
      if (!sets.some((set) => isThere(set, name))) {
        throw bad(`/on/instances can never match: there is no machine "${name}"`);
      }
    }
    checkExtension(rule, sets);
  }
}

function checkExtension({ document }: Rule, sets: readonly ScaleSet[]): void {
  const name = document.on?.extension;
  if (name === undefined) return;
  const known = new Set(
    sets.flatMap((set) => modelView(set).facts.extensions.map((extension) => extension.name)),
  );
  if (known.has(name)) return;
  const list = known.size === 0 ? 'have none' : `have ${[...known].join(', ')}`;
  throw bad(`/on/extension can never match: there is no "${name}"; the sets ${list}`);
}

function isThere(set: ScaleSet, name: string): boolean {
  const number = instanceId(name, set);
  return number !== undefined && findInstance(set, number) !== undefined;
}

function bad(problem: string): EmulatorError {
  const where = problem.startsWith('/') ? "The rule's " : 'The rule ';
  return new EmulatorError('EMU_BAD_FAULT', `${where}${problem}.`);
}
