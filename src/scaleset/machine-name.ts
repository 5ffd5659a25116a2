import { hashText, permute, unpermute } from '../base/index.ts';
import type { Names } from './names.ts';
import type { Genesis, ModelFacts } from './types.ts';

/** What of a set its machines' names are made of. */
interface Named {
  readonly genesis: Pick<Genesis, 'name' | 'uniqueId'>;
  readonly facts: Pick<ModelFacts, 'orchestrationMode'>;
  readonly names: Pick<Names, 'get' | 'idOf'>;
}

/** Of names that look drawn, so that it differs from the seeds of draws. */
const SALT = 0x6e616d65;
/** Instance ids are words with a sign. */
const INSTANCE_ID_MAX = 0x7fff_ffff;

/**
 * The name of a machine as a resource. Azure gives machines of a Flexible set eight hexadecimal
 * digits; here these are the instance's number under a permutation that belongs to the set, so that
 * a name leads back to its number without a table (decision 0010).
 */
export function machineName({ genesis, facts, names }: Named, instanceId: number): string {
  if (facts.orchestrationMode === 'Uniform') return `${genesis.name}_${instanceId}`;
  const given = names.get(instanceId);
  if (given !== undefined) return given;
  return `${genesis.name}_${hex(permute(seedOf(genesis), instanceId))}`;
}

/**
 * The number that the name of a machine of a Flexible set stands for; undefined when it can be none.
 * There need not be a machine of that number.
 */
export function numberOfMachine(set: Named, name: string): number | undefined {
  const given = set.names.idOf(name);
  if (given !== undefined) return given;
  const number = madeUpNumber(set, name);
  // One that was given another name is not found by the one that it would have had.
  return number === undefined || set.names.get(number) !== undefined ? undefined : number;
}

/** The number whose made-up name this is, or would be. */
export function madeUpNumber({ genesis, facts }: Named, name: string): number | undefined {
  if (facts.orchestrationMode !== 'Flexible') return undefined;
  const prefix = `${genesis.name}_`;
  if (name.length !== prefix.length + 8) return undefined;
  if (name.slice(0, prefix.length).toLowerCase() !== prefix.toLowerCase()) return undefined;
  const digits = name.slice(prefix.length);
  if (!/^[0-9a-f]{8}$/i.test(digits)) return undefined;
  const number = unpermute(seedOf(genesis), Number.parseInt(digits, 16));
  return number <= INSTANCE_ID_MAX ? number : undefined;
}

/** How an error names a machine of a set: by its id, which in a Flexible set is its name. */
export function machineTarget(set: Named, instanceId: number): string {
  return set.facts.orchestrationMode === 'Uniform'
    ? String(instanceId)
    : machineName(set, instanceId);
}

function seedOf({ uniqueId }: Pick<Genesis, 'uniqueId'>): number {
  return hashText(uniqueId, SALT);
}

function hex(number: number): string {
  return number.toString(16).padStart(8, '0');
}
