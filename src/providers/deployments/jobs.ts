import type { JsonObject } from '../../base/index.ts';
import type { Store } from '../../store/index.ts';

const COLLECTION = 'what-if-results';

/** Of the whole store; a result is asked for within seconds. */
const RESULTS_MAX = 100;

/** Tokens of operationresults begin like this; Azure's do too (DeploymentWhatIfJob). */
export const WHAT_IF_JOB_PREFIX = 'DEPLOYMENTWHATIFJOB-';

/** A deletion is over before it is answered; the Location says so at the first poll. */
export const DELETION_JOB_PREFIX = 'DEPLOYMENTDELETIONJOB-';

/** Keeps the result of a preview until it is fetched; the oldest go. `id` is that of a status: newer is smaller. */
export async function keepWhatIfResult(
  store: Store,
  id: string,
  result: JsonObject,
): Promise<void> {
  const kept = await store.listDocuments(COLLECTION, { prefix: '', limit: RESULTS_MAX + 50 });
  const old = kept.slice(RESULTS_MAX - 1);
  await store.commit([
    { kind: 'put', collection: COLLECTION, key: id, value: JSON.stringify(result) },
    ...old.map(({ key }) => ({ kind: 'delete', collection: COLLECTION, key }) as const),
  ]);
}

export async function readWhatIfResult(store: Store, id: string): Promise<JsonObject | undefined> {
  const document = await store.getDocument(COLLECTION, id);
  return document && (JSON.parse(document.value) as JsonObject);
}
