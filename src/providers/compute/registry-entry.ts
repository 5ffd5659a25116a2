import { deleteResourceEntry, putResourceEntry } from '../../arm/index.ts';
import { type Instant, isJsonObject, type JsonObject } from '../../base/index.ts';
import type { Fleet } from '../../fleet/index.ts';
import type { ScaleSetModelView } from '../../scaleset/index.ts';
import type { Write } from '../../store/index.ts';
import { isFlexible } from './model/check-flexible.ts';
import { objectAt } from './model/json-path.ts';
import type { Shells } from '../shells/shells.ts';
import { SCALE_SET_TYPE } from './paths.ts';

export interface EntryFacts {
  readonly id: string;
  readonly name: string;
  readonly location: string;
  readonly createdAt: Instant;
  readonly model: JsonObject;
  readonly deleting?: boolean;
}

/** What lists and group deletions know about a set; written in the commit that changes the set. */
export function scaleSetEntry(facts: EntryFacts): Write {
  const { id, name, location, createdAt, model, deleting } = facts;
  const { sku, identity, zones } = model;
  const tags = tagsOf(model);
  return putResourceEntry({
    id,
    name,
    type: SCALE_SET_TYPE,
    location,
    createdAt,
    ...(tags ? { tags } : {}),
    ...(isJsonObject(sku) ? { sku } : {}),
    ...(isJsonObject(identity) ? { identity } : {}),
    ...(Array.isArray(zones) ? { zones: zones.map(String) } : {}),
    ...(deleting ? { deleting } : {}),
    ...(isFlexible(objectAt(model, 'properties')) ? { derives: true } : {}),
  });
}

/** The entry of a set as it is, perhaps on its way out. */
export function entryOf(view: ScaleSetModelView, deleting: boolean): Write {
  const { resourceId: id, name, location } = view.genesis;
  return scaleSetEntry({
    id,
    name,
    location,
    createdAt: view.createdAt,
    model: view.model,
    deleting,
  });
}

/** The entry of a set as it will be by another model. */
export function entryWith(view: ScaleSetModelView, model: JsonObject): Write {
  const { resourceId: id, name, location } = view.genesis;
  return scaleSetEntry({ id, name, location, createdAt: view.createdAt, model });
}

/**
 * Takes a set out of the lists, and what it named out of use, in the commit that ends it. Call it once
 * for each fleet.
 */
export function forgetGoneScaleSets(fleet: Fleet, shells: Pick<Shells, 'forget'>): void {
  fleet.onGone(async (key) => [deleteResourceEntry(key), ...(await shells.forget(key))]);
}

export function tagsOf(model: JsonObject): Record<string, string> | undefined {
  const { tags } = model;
  if (!isJsonObject(tags)) return undefined;
  return Object.fromEntries(Object.entries(tags).map(([name, value]) => [name, String(value)]));
}
