import { armErrors, compareApiVersions, type Operation } from '../../arm/index.ts';
import { sameName } from '../../base/index.ts';
import type { Directory, Services, Subscription } from '../services.ts';
import { AZURE_LOCATIONS, type AzureLocation } from './azure-locations.ts';
import { gatewayReply } from './replies.ts';

export const listSubscriptions: Operation<Services> = {
  operationId: 'Subscriptions_List',
  method: 'GET',
  path: '/subscriptions',
  longRunning: false,
  async handle({ servedVersion }, { directory }) {
    const { subscriptions } = directory;
    return gatewayReply(200, {
      value: subscriptions.map((item) => subscriptionBody(item, directory, servedVersion)),
      // Recorded beside the value since 2020 (azure-cli, `account list`).
      ...(compareApiVersions(servedVersion, '2020-01-01') < 0
        ? {}
        : { count: { type: 'Total', value: subscriptions.length } }),
    });
  },
};

export const getSubscription: Operation<Services> = {
  operationId: 'Subscriptions_Get',
  method: 'GET',
  path: '/subscriptions/{subscriptionId}',
  longRunning: false,
  async handle({ params, servedVersion }, { directory }) {
    const subscription = findSubscription(directory, params['subscriptionId'] ?? '');
    return gatewayReply(200, subscriptionBody(subscription, directory, servedVersion));
  },
};

export const listLocations: Operation<Services> = {
  operationId: 'Subscriptions_ListLocations',
  method: 'GET',
  path: '/subscriptions/{subscriptionId}/locations',
  longRunning: false,
  async handle({ params, servedVersion }, { directory }) {
    const { subscriptionId } = findSubscription(directory, params['subscriptionId'] ?? '');
    const prefix = `/subscriptions/${subscriptionId}/locations/`;
    return gatewayReply(200, {
      value: AZURE_LOCATIONS.map((location) => locationBody(location, prefix, servedVersion)),
    });
  },
};

export const listTenants: Operation<Services> = {
  operationId: 'Tenants_List',
  method: 'GET',
  path: '/tenants',
  longRunning: false,
  async handle({ servedVersion }, { directory: { tenantId } }) {
    // The specification adds the rest with 2020-01-01.
    const more = {
      countryCode: 'US',
      displayName: 'Lazulite',
      domains: ['lazulite.localhost'],
      tenantCategory: 'Home',
      defaultDomain: 'lazulite.localhost',
      tenantType: 'AAD',
    };
    return gatewayReply(200, {
      value: [
        {
          id: `/tenants/${tenantId}`,
          tenantId,
          ...(compareApiVersions(servedVersion, '2020-01-01') < 0 ? {} : more),
        },
      ],
    });
  },
};

function findSubscription({ subscriptions }: Directory, subscriptionId: string): Subscription {
  const found = subscriptions.find((item) => sameName(item.subscriptionId, subscriptionId));
  if (!found) throw armErrors.subscriptionNotFound(subscriptionId);
  return found;
}

/** `tenantId` and `managedByTenants` came with 2019-06-01 (specification). */
function subscriptionBody(
  { subscriptionId, displayName }: Subscription,
  { tenantId }: Directory,
  servedVersion: string,
): Record<string, unknown> {
  const since2019 = compareApiVersions(servedVersion, '2019-06-01') >= 0;
  return {
    id: `/subscriptions/${subscriptionId}`,
    authorizationSource: 'RoleBased',
    ...(since2019 ? { managedByTenants: [] } : {}),
    subscriptionId,
    ...(since2019 ? { tenantId } : {}),
    displayName,
    state: 'Enabled',
    subscriptionPolicies: {
      locationPlacementId: 'Public_2014-09-01',
      quotaId: 'PayAsYouGo_2014-09-01',
      spendingLimit: 'Off',
    },
  };
}

/** Key order as recorded; before 2020 coordinates stood beside the name (specification). */
function locationBody(
  location: AzureLocation,
  prefix: string,
  servedVersion: string,
): Record<string, unknown> {
  const { name, displayName, longitude, latitude } = location;
  const id = `${prefix}${name}`;
  if (compareApiVersions(servedVersion, '2020-01-01') < 0) {
    return { id, name, displayName, longitude, latitude };
  }
  const { pairedRegion } = location;
  const zones = Array.from({ length: location.zoneCount }, (_, index) => ({
    logicalZone: `${index + 1}`,
    physicalZone: `${name}-az${index + 1}`,
  }));
  return {
    id,
    name,
    type: 'Region',
    displayName,
    regionalDisplayName: `(${location.geographyGroup}) ${displayName}`,
    metadata: {
      regionType: 'Physical',
      regionCategory: location.regionCategory,
      geography: location.geography,
      geographyGroup: location.geographyGroup,
      longitude,
      latitude,
      physicalLocation: location.physicalLocation,
      pairedRegion:
        pairedRegion === undefined ? [] : [{ name: pairedRegion, id: `${prefix}${pairedRegion}` }],
    },
    // Since 2022-12-01 (specification).
    ...(zones.length > 0 && compareApiVersions(servedVersion, '2022-12-01') >= 0
      ? { availabilityZoneMappings: zones }
      : {}),
  };
}
