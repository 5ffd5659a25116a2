import { isJsonObject, type JsonValue, sameName } from '../base/index.ts';
import { type Session, textAt } from '../server/index.ts';
import { expectOk } from './connection.ts';
import { viewOfMachines } from './flexible-view.ts';
import type { InstanceView, SetView } from './instance-view-text.ts';

export interface SetFilter {
  readonly name?: string;
  readonly resourceGroup?: string;
}

const SUBSCRIPTIONS = '/subscriptions?api-version=2022-12-01';
const GROUPS = 'api-version=2022-09-01';
const COMPUTE = 'api-version=2024-07-01';

/** Asks for the scale sets that match, and for the instance view of each. */
export async function readSets(session: Session, filter: SetFilter): Promise<SetView[]> {
  const subscriptions = await readAll(session, SUBSCRIPTIONS);
  const found: SetView[] = [];
  for (const subscription of subscriptions) {
    const id = textAt(subscription, 'id') ?? '';
    const groups = await readAll(session, `${id}/resourcegroups?${GROUPS}`);
    const names = groups.map((group) => textAt(group, 'name') ?? '');
    const sets = await readAll(
      session,
      `${id}/providers/Microsoft.Compute/virtualMachineScaleSets?${COMPUTE}`,
    );
    for (const set of sets) {
      const view = await readSet(session, set, names, filter);
      if (view !== undefined) found.push(view);
    }
  }
  return found;
}

async function readSet(
  session: Session,
  set: JsonValue,
  groupNames: readonly string[],
  { name: wantedName, resourceGroup: wantedGroup }: SetFilter,
): Promise<SetView | undefined> {
  const id = textAt(set, 'id') ?? '';
  const name = textAt(set, 'name') ?? '';
  const inId = id.split('/')[4] ?? '';
  if (wantedName !== undefined && !sameName(name, wantedName)) return undefined;
  if (wantedGroup !== undefined && !sameName(inId, wantedGroup)) return undefined;
  const view = await readView(session, set, id, name);
  if (view === undefined) return undefined;
  // The list writes the group in capitals, as Azure's does; people see it as it was named.
  const resourceGroup = groupNames.find((group) => sameName(group, inId)) ?? inId;
  return { name, resourceGroup, location: textAt(set, 'location') ?? '', view };
}

/** Undefined when the set was deleted since the list was made. */
async function readView(
  session: Session,
  set: JsonValue,
  id: string,
  name: string,
): Promise<InstanceView | undefined> {
  const properties = isJsonObject(set) ? (set['properties'] ?? null) : null;
  if (textAt(properties, 'orchestrationMode') === 'Flexible') {
    const compute = id.replace(/\/resourceGroups\/.*$/i, '/providers/Microsoft.Compute');
    const filter = encodeURIComponent(`'virtualMachineScaleSet/id' eq '${id}'`);
    const target = `${compute}/virtualMachines?statusOnly=true&$filter=${filter}&${COMPUTE}`;
    return viewOfMachines(set, await readAll(session, target));
  }
  const answer = await session.request('GET', `${id}/instanceView?${COMPUTE}`);
  if (answer.httpStatus === 404) return undefined;
  return expectOk(answer, `The instance view of ${name}`) as unknown as InstanceView;
}

/** All pages of a list. */
async function readAll(session: Session, target: string): Promise<JsonValue[]> {
  const items: JsonValue[] = [];
  for (let next: string | undefined = target; next !== undefined;) {
    const page: JsonValue | undefined = expectOk(await session.request('GET', next), 'The list');
    if (!isJsonObject(page) || !Array.isArray(page['value'])) break;
    items.push(...page['value']);
    const link: JsonValue | undefined = page['nextLink'];
    next = typeof link === 'string' ? link : undefined;
  }
  return items;
}
