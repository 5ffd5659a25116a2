import { armErrors } from '../../arm/index.ts';
import { isJsonObject, type JsonValue } from '../../base/index.ts';
import type { InstanceSelection } from '../../scaleset/index.ts';

export interface InstanceIdsOptions {
  /** `delete` and `manualupgrade` must say which; the others mean all when nothing is said. */
  readonly required: boolean;
  /** Of complaints: `instanceIds`, for manualupgrade `upgradePolicies.instanceIds`. */
  readonly target: string;
}

/** So many ids fit into a request; a set has no more instances than this. */
const IDS_MAX = 1_000_000;

/**
 * The instances that the body of a set-level action names. `{"instanceIds":["0","1"]}`,
 * `{"instanceIds":["*"]}`, `{}` and no body at all are recorded (operations.md, "Notes").
 */
export function readInstanceIds(
  body: JsonValue | undefined,
  options: InstanceIdsOptions,
): InstanceSelection {
  const { required, target } = options;
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
  return ids.map((id) => readInstanceId(id, target));
}

/** Members are matched without regard to case. */
function idsMember(body: JsonValue | undefined): JsonValue | undefined {
  if (!isJsonObject(body)) return undefined;
  const name = Object.keys(body).find((key) => key.toLowerCase() === 'instanceids');
  return name === undefined ? undefined : body[name];
}

/** The machine or machines of a path; a `*` means all (recorded with `%2A`). */
export function readPathInstance(text: string): InstanceSelection {
  if (text === '*') return 'all';
  return [readInstanceId(text, 'instanceIds')];
}

/** Ids are decimal numbers; anything else is no id of a machine, and Azure says no more than that. */
function readInstanceId(value: JsonValue, target: string): number {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  const id = parseInstanceId(text);
  if (id === undefined) throw armErrors.unknownInstanceId(text, target);
  return id;
}

/** Undefined for what is no instance id of a Uniform set. */
export function parseInstanceId(text: string): number | undefined {
  return /^(?:0|[1-9]\d{0,8})$/.test(text) ? Number(text) : undefined;
}
