import {
  type ArmReply,
  type ArmRequest,
  armErrors,
  type Operation,
  type ResourceType,
} from '../../arm/index.ts';
import { sameName } from '../../base/index.ts';
import type { Services } from '../services.ts';
import { FREE_NAMESPACE } from './provider-registrations.ts';
import { gatewayReply } from './replies.ts';

const NAMESPACE_PATH = '/subscriptions/{subscriptionId}/providers/{resourceProviderNamespace}';

export const listProviders: Operation<Services> = {
  operationId: 'Providers_List',
  method: 'GET',
  path: '/subscriptions/{subscriptionId}/providers',
  longRunning: false,
  async handle({ params }, services) {
    const subscriptionId = params['subscriptionId'] ?? '';
    const bodies = namespacesOf(services).map((namespace) =>
      providerBody(services, subscriptionId, namespace),
    );
    return gatewayReply(200, { value: await Promise.all(bodies) });
  },
};

export const getProvider: Operation<Services> = {
  operationId: 'Providers_Get',
  method: 'GET',
  path: NAMESPACE_PATH,
  longRunning: false,
  handle: (request, services) => replyWithProvider(request, services),
};

export const registerProvider: Operation<Services> = {
  operationId: 'Providers_Register',
  method: 'POST',
  path: `${NAMESPACE_PATH}/register`,
  longRunning: false,
  async handle(request, services) {
    const namespace = requireNamespace(request, services);
    const subscriptionId = request.params['subscriptionId'] ?? '';
    await services.registrations.setRegistered(subscriptionId, namespace, true);
    return await replyWithProvider(request, services);
  },
};

export const unregisterProvider: Operation<Services> = {
  operationId: 'Providers_Unregister',
  method: 'POST',
  path: `${NAMESPACE_PATH}/unregister`,
  longRunning: false,
  async handle(request, services) {
    const namespace = requireNamespace(request, services);
    const subscriptionId = request.params['subscriptionId'] ?? '';
    const prefix = `${namespace}/`.toLowerCase();
    // One that still has resources cannot go. Source: "Azure resource providers and types".
    const page = await services.registry.list({
      subscriptionId,
      filter: ({ type }) => type.toLowerCase().startsWith(prefix),
      limit: 1,
    });
    if (page.entries.length > 0) throw armErrors.namespaceInUse(namespace);
    await services.registrations.setRegistered(subscriptionId, namespace, false);
    return await replyWithProvider(request, services);
  },
};

export const listTenantProviders: Operation<Services> = {
  operationId: 'Providers_ListAtTenantScope',
  method: 'GET',
  path: '/providers',
  longRunning: false,
  async handle(_request, services) {
    const value = namespacesOf(services).map((namespace) => tenantBody(services, namespace));
    return gatewayReply(200, { value });
  },
};

export const getTenantProvider: Operation<Services> = {
  operationId: 'Providers_GetAtTenantScope',
  method: 'GET',
  path: '/providers/{resourceProviderNamespace}',
  longRunning: false,
  async handle(request, services) {
    return gatewayReply(200, tenantBody(services, requireNamespace(request, services)));
  },
};

async function replyWithProvider(request: ArmRequest, services: Services): Promise<ArmReply> {
  const namespace = requireNamespace(request, services);
  const subscriptionId = request.params['subscriptionId'] ?? '';
  return gatewayReply(200, await providerBody(services, subscriptionId, namespace));
}

/** The namespace of the path in its own casing. */
function requireNamespace({ params }: ArmRequest, services: Services): string {
  const asked = params['resourceProviderNamespace'] ?? '';
  const found = namespacesOf(services).find((namespace) => sameName(namespace, asked));
  if (found === undefined) throw armErrors.invalidResourceNamespace(asked);
  return found;
}

function namespacesOf({ directory }: Services): readonly string[] {
  return [...new Set(directory.resourceTypes.map(({ namespace }) => namespace))];
}

async function providerBody(
  services: Services,
  subscriptionId: string,
  namespace: string,
): Promise<Record<string, unknown>> {
  const registered = await services.registrations.isRegistered(subscriptionId, namespace);
  return {
    id: `/subscriptions/${subscriptionId.toLowerCase()}/providers/${namespace}`,
    ...tenantBody(services, namespace),
    registrationState: registered ? 'Registered' : 'NotRegistered',
    registrationPolicy: namespace === FREE_NAMESPACE ? 'RegistrationFree' : 'RegistrationRequired',
  };
}

function tenantBody({ directory }: Services, namespace: string): Record<string, unknown> {
  const types = directory.resourceTypes.filter((type) => type.namespace === namespace);
  return { namespace, resourceTypes: types.map(typeBody) };
}

/** The metadata lists newest first. Source: shared/azure/api-versions.txt, notes. */
function typeBody(type: ResourceType): Record<string, unknown> {
  return {
    resourceType: type.type,
    locations: type.locations,
    apiVersions: type.apiVersions.toReversed(),
    ...(type.defaultApiVersion === undefined ? {} : { defaultApiVersion: type.defaultApiVersion }),
    capabilities: type.capabilities ?? 'None',
  };
}
