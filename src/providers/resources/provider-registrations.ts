import { foldCase } from '../../base/index.ts';
import type { Store } from '../../store/index.ts';

/** Which namespaces a subscription may use. Those we have are registered until somebody says otherwise. */
export interface ProviderRegistrations {
  isRegistered(subscriptionId: string, namespace: string): Promise<boolean>;
  setRegistered(subscriptionId: string, namespace: string, registered: boolean): Promise<void>;
}

const COLLECTION = 'provider-registrations';

/** Cannot be taken away from a subscription: policy RegistrationFree. */
export const FREE_NAMESPACE = 'Microsoft.Resources';

export function createProviderRegistrations(store: Store): ProviderRegistrations {
  return {
    async isRegistered(subscriptionId, namespace) {
      if (foldCase(namespace) === foldCase(FREE_NAMESPACE)) return true;
      const document = await store.getDocument(COLLECTION, keyOf(subscriptionId, namespace));
      if (!document) return true;
      return (JSON.parse(document.value) as { readonly registered: boolean }).registered;
    },

    async setRegistered(subscriptionId, namespace, registered) {
      await store.commit([
        {
          kind: 'put',
          collection: COLLECTION,
          key: keyOf(subscriptionId, namespace),
          value: JSON.stringify({ registered }),
        },
      ]);
    },
  };
}

function keyOf(subscriptionId: string, namespace: string): string {
  return foldCase(`/subscriptions/${subscriptionId}/providers/${namespace}`);
}
