import type { JsonObject } from '../base/index.ts';
import { hostOf } from './discovery.ts';

/** The names under which a cloud is described. */
export interface CloudFacts {
  readonly origin: string;
  readonly name: string;
  readonly locations: readonly string[];
}

/** Services of other resource types; nobody answers there, but clients insist on a name. */
const SUFFIXES = {
  storage: 'core.localhost',
  keyVaultDns: 'vault.localhost',
  acrLoginServer: 'cr.localhost',
  sqlServerHostname: 'sql.localhost',
  azureDataLakeStoreFileSystem: 'x.localhost',
  azureDataLakeAnalyticsCatalogAndJob: 'x.localhost',
  azureFrontDoorEndpointSuffix: 'x.localhost',
  storageSyncEndpointSuffix: 'x.localhost',
  mhsmDns: 'x.localhost',
  mysqlServerEndpoint: 'x.localhost',
  postgresqlServerEndpoint: 'x.localhost',
  mariadbServerEndpoint: 'x.localhost',
  synapseAnalytics: 'x.localhost',
  attestationEndpoint: 'x.localhost',
};

/**
 * `GET /metadata/endpoints`. Each api-version has its own shape, and each is read by other clients;
 * a missing or unknown one is answered as the newest. Source: shared/CLIENTS.md §12.
 */
export function cloudMetadata(facts: CloudFacts, apiVersion: string): unknown {
  switch (apiVersion) {
    case '1.0':
    case '2015-01-01':
      return oldestForm(facts);
    case '2018-01-01':
      return locationsForm(facts);
    case '2019-05-01':
    case '2020-06-01':
      return [currentForm(facts)];
    default:
      return currentForm(facts);
  }
}

function oldestForm({ origin }: CloudFacts): JsonObject {
  return {
    galleryEndpoint: origin,
    graphEndpoint: origin,
    portalEndpoint: origin,
    // Azure says https://login.windows.net here. The ADFS form of Azure Stack spares old clients an
    // instance discovery at Microsoft, which would refuse us. Source: shared/CLIENTS.md §1.
    authentication: { loginEndpoint: `${origin}/adfs`, audiences: [origin] },
  };
}

/** Terraform's enhanced validation reads the locations; `endpoint` has no scheme. */
function locationsForm({ origin, name, locations }: CloudFacts): JsonObject {
  const endpoint = hostOf(origin);
  return { cloudEndpoint: { [name.toLowerCase()]: { endpoint, locations: [...locations] } } };
}

/** No trailing slash on `resourceManager`: Terraform would ask for `//subscriptions`. */
function currentForm({ origin, name }: CloudFacts): JsonObject {
  return {
    name,
    portal: origin,
    gallery: origin,
    graph: origin,
    graphAudience: origin,
    media: origin,
    batch: origin,
    sqlManagement: origin,
    resourceManager: origin,
    vmImageAliasDoc: `${origin}/aliases.json`,
    activeDirectoryDataLake: origin,
    microsoftGraphResourceId: `${origin}/`,
    appInsightsResourceId: origin,
    appInsightsTelemetryChannelResourceId: origin,
    attestationResourceId: origin,
    synapseAnalyticsResourceId: origin,
    logAnalyticsResourceId: origin,
    ossrDbmsResourceId: origin,
    authentication: {
      loginEndpoint: origin,
      audiences: [origin, 'https://management.core.windows.net/', 'https://management.azure.com/'],
      tenant: 'common',
      identityProvider: 'AAD',
    },
    suffixes: SUFFIXES,
  };
}
