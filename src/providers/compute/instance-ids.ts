import { armErrors } from '../../arm/index.ts';
import { isJsonObject, type JsonValue } from '../../base/index.ts';
import {
  findInstanceId,
  type InstanceSelection,
  modelView,
  type ScaleSet,
} from '../../scaleset/index.ts';

export interface InstanceIdsOptions {
  /** `delete` and `manualupgrade` must say which; the others mean all when nothing is said. */
  readonly required: boolean;
}

/** As a request names them; what that means is known when the set is. */
export type NamedInstances = 'all' | readonly string[];

/** So many ids fit into a request; a set has no more instances than this. */
const IDS_MAX = 1_000_000;

/**
 * The instances that the body of a set-level action names. `{"instanceIds":["0","1"]}`,
 * `{"instanceIds":["*"]}`, `{}` and no body at all are recorded (operations.md, "Notes").
 */
export function readInstanceIds(
  body: JsonValue | undefined,
  { required }: InstanceIdsOptions,
): NamedInstances {
  if (body !== undefined && body !== null && !isJsonObject(body)) {
    throw armErrors.unreadableModel(
      'vmInstanceIDs',
      "Error converting the value to type 'VMScaleSetVMInstanceIDs'. Path ''.",
    );
  }
  const ids = idsMember(body);
  if (ids === undefined || ids === null) {
    if (required) throw armErrors.missingParameter('instanceIds');
    return 'all';
  }
  if (!Array.isArray(ids) || ids.length === 0 || ids.length > IDS_MAX) {
    throw armErrors.invalidParameterValue('instanceIds');
  }
  if (ids.includes('*')) return 'all';
  return ids.map((id) => (typeof id === 'string' || typeof id === 'number' ? String(id) : ''));
}

/** Members are matched without regard to case. */
function idsMember(body: JsonValue | undefined): JsonValue | undefined {
  if (!isJsonObject(body)) return undefined;
  const name = Object.keys(body).find((key) => key.toLowerCase() === 'instanceids');
  return name === undefined ? undefined : body[name];
}

/**
 * Which instances of a set these are: by their decimal numbers, in a Flexible set by the machines'
 * names. Anything else is no active instance, and Azure says no more than that.
 *
 * @param target of complaints: `instanceIds`, for manualupgrade `upgradePolicies.instanceIds`
 */
export function selectInstances(
  set: ScaleSet,
  named: NamedInstances,
  target: string,
): InstanceSelection {
  return named === 'all' ? 'all' : selectAmong(set, named, target);
}

/** The same of a list that says which. */
export function selectAmong(
  set: ScaleSet,
  named: readonly string[],
  target: string,
): readonly number[] {
  const read = isFlexibleSet(set)
    ? (text: string) => findInstanceId(set, text)
    : (text: string) => parseInstanceId(text);
  return named.map((text) => {
    const instanceId = read(text);
    if (instanceId === undefined) throw armErrors.unknownInstanceId(text, target);
    return instanceId;
  });
}

/**
 * The machine or machines of a path below a set; a `*` means all (recorded with `%2A`). Names are
 * refused, also those of a Flexible set: its machines are asked as virtual machines.
 */
export function readPathInstance(text: string): InstanceSelection {
  if (text === '*') return 'all';
  if (!/^-?\d+$/.test(text)) throw armErrors.instanceIdNotANumber();
  return [parseInstanceId(text) ?? NO_INSTANCE];
}

/** No instance has it: where one is asked for by a number that it cannot have. */
export const NO_INSTANCE = -1;

export function isFlexibleSet(set: ScaleSet): boolean {
  return modelView(set).facts.orchestrationMode === 'Flexible';
}

/** What Azure refuses of a Flexible set. R with ManualUpgrade; I: nomad-autoscaler #1096. */
export function refuseFlexible(set: ScaleSet, azureName: string): void {
  if (!isFlexibleSet(set)) return;
  throw armErrors.operationNotAllowedOnScaleSet(azureName, modelView(set).genesis.name);
}

/** Undefined for what is no instance id of a Uniform set. */
function parseInstanceId(text: string): number | undefined {
  return /^(?:0|[1-9]\d{0,8})$/.test(text) ? Number(text) : undefined;
}
