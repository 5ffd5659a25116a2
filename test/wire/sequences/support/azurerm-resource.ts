import assert from 'node:assert/strict';
import type { JsonObject } from '../../../../src/base/index.ts';
import type { Poller } from './client.ts';
import type { Step } from './play.ts';
import type { Exchange } from './wire.ts';

/** api-versions of one generation of the provider. */
export interface AzurermVersions {
  readonly group: string;
  readonly network: string;
  readonly loadBalancer: string;
  readonly identity: string;
  readonly autoscale: string;
  readonly compute: string;
}

export interface Place {
  /** `/subscriptions/…/resourceGroups/…`. */
  readonly group: string;
  readonly location: string;
}

export const SOURCE = 'hashicorp/terraform-provider-azurerm internal/services';

/** As every resource of azurerm is made: it must not be there yet; then PUT, wait, and read. */
export function create(options: {
  readonly id: string;
  readonly version: string;
  readonly source: string;
  readonly body: JsonObject;
  readonly poll?: Poller;
  readonly reads?: (answer: Exchange) => void;
}): readonly Step[] {
  const { id, version, source, body, poll, reads } = options;
  const to = `${id}?api-version=${version}`;
  return [
    { source, send: 'GET', to, accepts: [404] },
    { source, send: 'PUT', to, body, accepts: [200, 201], ...(poll && { poll }) },
    {
      source,
      send: 'GET',
      to,
      accepts: [200],
      takes(answer) {
        assert.equal(String(answer.json['id']).toLowerCase(), id.toLowerCase());
        reads?.(answer);
      },
    },
  ];
}

export function remove(id: string, version: string, source: string, poll: Poller): Step {
  const to = `${id}?api-version=${version}`;
  return { source, send: 'DELETE', to, accepts: [200, 202, 204], poll };
}

export function createGroup(
  { group, location }: Place,
  { group: version }: AzurermVersions,
): readonly Step[] {
  const source = `${SOURCE}/resource/resource_group_resource.go`;
  return create({
    id: group,
    version,
    source,
    body: { location, tags: {} },
    reads: ({ json }) => assert.equal(json['location'], location),
  });
}

export function removeGroup(
  { group }: Place,
  { group: version }: AzurermVersions,
  poll: Poller,
): readonly Step[] {
  const source = `${SOURCE}/resource/resource_group_resource.go`;
  return [
    {
      source: `${source}: prevent_deletion_if_contains_resources`,
      send: 'GET',
      to: `${group}/resources?%24expand=provisioningState&%24top=10&api-version=${version}`,
      accepts: [200],
      takes: ({ json }) => assert.deepEqual(json['value'], []),
    },
    { source, send: 'DELETE', to: `${group}?api-version=${version}`, accepts: [200, 202], poll },
    { source, send: 'GET', to: `${group}?api-version=${version}`, accepts: [404] },
  ];
}
