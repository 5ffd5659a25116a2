import { armErrors } from '../../arm/index.ts';
import { foldCase, type Instant, type JsonObject, sameName } from '../../base/index.ts';
import type { DeploymentContext, DeploymentScope } from '../../templates/index.ts';
import { findLocation } from '../resources/azure-locations.ts';
import { groupBody } from '../resources/group-body.ts';
import type { Services } from '../services.ts';
import type { DeploymentMode } from './deployment.ts';

/** What a context is made of, beside what the services know. */
export interface ContextFacts {
  readonly scope: DeploymentScope;
  readonly name: string;
  readonly location?: string;
  readonly mode: DeploymentMode;
  readonly now: Instant;
  readonly guidSeed: string;
  readonly origin: string;
  /** As `resourceGroup()` answers; undefined at subscription scope. */
  readonly group?: JsonObject;
}

/** The group of a scope as `resourceGroup()` answers it. Throws ResourceGroupNotFound. */
export async function groupOf(
  scope: DeploymentScope,
  { resourceGroups }: Pick<Services, 'resourceGroups'>,
): Promise<JsonObject | undefined> {
  if (scope.kind === 'subscription') return undefined;
  const group = await resourceGroups.find(scope.subscriptionId, scope.resourceGroupName);
  if (!group) throw armErrors.resourceGroupNotFound(scope.resourceGroupName);
  return groupBody(group) as JsonObject;
}

/** All that expressions may know. */
export function contextOf(
  facts: ContextFacts,
  { directory }: Pick<Services, 'directory'>,
): DeploymentContext {
  const { scope, location, origin, group } = facts;
  const { tenantId } = directory;
  const subscription = directory.subscriptions.find(({ subscriptionId }) =>
    sameName(subscriptionId, scope.subscriptionId),
  );
  return {
    scope,
    deployment: {
      name: facts.name,
      mode: facts.mode,
      ...(location === undefined ? {} : { location }),
    },
    ...(group === undefined ? {} : { resourceGroup: group }),
    subscription: {
      id: `/subscriptions/${scope.subscriptionId}`,
      subscriptionId: scope.subscriptionId,
      tenantId,
      displayName: subscription?.displayName ?? '',
    },
    tenant: { tenantId, countryCode: 'US', displayName: 'Lazulite' },
    environment: environment(origin),
    providers: (namespace) => {
      const types = directory.resourceTypes.filter(
        (type) => foldCase(type.namespace) === foldCase(namespace),
      );
      return types.length === 0
        ? undefined
        : types.map((type) => ({
            resourceType: type.type,
            locations: type.locations,
            apiVersions: type.apiVersions.toReversed(),
            ...(ZONAL.has(foldCase(`${type.namespace}/${type.type}`)) ? { zones: zonesOf } : {}),
          }));
    },
    now: facts.now,
    guidSeed: facts.guidSeed,
  };
}

/** Types with zones in the metadata of their providers. Inferred: those that take `zones`. */
const ZONAL = new Set([
  'microsoft.compute/disks',
  'microsoft.compute/virtualmachines',
  'microsoft.compute/virtualmachinescalesets',
  'microsoft.network/applicationgateways',
  'microsoft.network/loadbalancers',
  'microsoft.network/natgateways',
  'microsoft.network/publicipaddresses',
  'microsoft.network/publicipprefixes',
]);

function zonesOf(location: string): readonly string[] {
  return ['1', '2', '3'].slice(0, findLocation(location)?.zoneCount ?? 0);
}

/** The names that `environment()` has; the addresses are ours. Source: "Deployment functions". */
function environment(origin: string): JsonObject {
  return {
    name: 'AzureCloud',
    gallery: origin,
    graph: origin,
    portal: origin,
    graphAudience: origin,
    activeDirectoryDataLake: origin,
    batch: origin,
    media: origin,
    sqlManagement: origin,
    vmImageAliasDoc: `${origin}/aliases.json`,
    resourceManager: `${origin}/`,
    authentication: {
      loginEndpoint: `${origin}/`,
      audiences: [`${origin}/`],
      tenant: 'common',
      identityProvider: 'AAD',
    },
    suffixes: {
      acrLoginServer: '.cr.localhost',
      azureDatalakeAnalyticsCatalogAndJob: 'x.localhost',
      azureDatalakeStoreFileSystem: 'x.localhost',
      azureFrontDoorEndpointSuffix: 'x.localhost',
      keyvaultDns: '.vault.localhost',
      sqlServerHostname: '.sql.localhost',
      storage: 'core.localhost',
    },
  };
}
