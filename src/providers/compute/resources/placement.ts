import { armErrors } from '../../../arm/index.ts';
import type { JsonObject } from '../../../base/index.ts';
import { objectOf, withDefaults } from '../model/json-path.ts';
import {
  anything,
  boolean,
  integer,
  listOf,
  object,
  oneOf,
  reference,
  string,
} from '../model/schema-types.ts';
import type { ShellLook, ShellType, Use } from '../../shells/shell-type.ts';
import type { Shell } from '../../shells/shell.ts';
import { SCALE_SET_API_VERSIONS } from '../api-versions.ts';
import { instantForm, verbs } from './compute-form.ts';

const common = {
  namespace: 'Microsoft.Compute',
  apiVersions: SCALE_SET_API_VERSIONS,
  seconds: { create: 0, update: 0, delete: 0 },
} as const;

/** R (availability set): one to three. */
const FAULT_DOMAINS_MAX = 3;
const UPDATE_DOMAINS_MAX = 20;

export const availabilitySets: ShellType = {
  ...common,
  type: 'availabilitySets',
  parameters: ['availabilitySetName'],
  operations: {
    group: 'AvailabilitySets',
    list: 'List',
    listAll: 'ListBySubscription',
    update: 'Update',
  },
  form: instantForm(200),
  envelope: {
    sku: object('Sku', { name: oneOf('Classic', 'Aligned'), tier: string, capacity: integer }),
  },
  properties: object('AvailabilitySetProperties', {
    platformUpdateDomainCount: integer,
    platformFaultDomainCount: integer,
    virtualMachines: listOf(reference),
    proximityPlacementGroup: reference,
    scheduledEventsPolicy: anything,
    virtualMachineScaleSetMigrationInfo: anything,
  }),
  readOnly: ['statuses', 'virtualMachines'],

  complete({ envelope, properties }) {
    const filled = withDefaults(properties, {
      platformUpdateDomainCount: 5,
      platformFaultDomainCount: 3,
    });
    const faultDomains = Number(filled['platformFaultDomainCount']);
    if (faultDomains < 1 || faultDomains > FAULT_DOMAINS_MAX) {
      throw armErrors.faultDomainCountOutOfRange(faultDomains, FAULT_DOMAINS_MAX);
    }
    const updateDomains = Number(filled['platformUpdateDomainCount']);
    if (updateDomains < 1 || updateDomains > UPDATE_DOMAINS_MAX) {
      throw armErrors.invalidParameterValue('platformUpdateDomainCount');
    }
    return {
      envelope: { ...envelope, sku: withDefaults(objectOf(envelope['sku']), { name: 'Classic' }) },
      properties: filled,
    };
  },

  async show(body, shell, look) {
    const machines = (await look.usesOf(shell.id)).filter(({ source }) =>
      /\/virtualMachines\//i.test(source),
    );
    const { provisioningState: _, ...shown } = objectOf(body['properties']);
    return {
      ...body,
      properties: { ...shown, virtualMachines: machines.map(({ source }) => ({ id: source })) },
    };
  },

  inUse: (id) => armErrors.availabilitySetInUse(nameOf(id)),
};

export const proximityPlacementGroups: ShellType = {
  ...common,
  type: 'proximityPlacementGroups',
  parameters: ['proximityPlacementGroupName'],
  operations: verbs('ProximityPlacementGroups'),
  form: instantForm(201),
  envelope: { zones: listOf(string) },
  properties: object('ProximityPlacementGroupProperties', {
    proximityPlacementGroupType: oneOf('Standard', 'Ultra'),
    colocationStatus: anything,
    intent: object('ProximityPlacementGroupPropertiesIntent', { vmSizes: listOf(string) }),
  }),
  readOnly: ['virtualMachines', 'virtualMachineScaleSets', 'availabilitySets'],
  complete: ({ envelope, properties }) => ({
    envelope,
    properties: withDefaults(properties, { proximityPlacementGroupType: 'Standard' }),
  }),
  show: showMembers,
  inUse: (id, uses) => armErrors.placementGroupInUse(nameOf(id), uses[0]?.source ?? ''),
};

/** A capacity reservation holds nothing back here; sets and machines can name its group. */
export const capacityReservationGroups: ShellType = {
  ...common,
  type: 'capacityReservationGroups',
  parameters: ['capacityReservationGroupName'],
  operations: verbs('CapacityReservationGroups'),
  form: instantForm(201),
  envelope: { zones: listOf(string) },
  properties: object('CapacityReservationGroupProperties', {
    sharingProfile: anything,
    reservationType: string,
  }),
  readOnly: ['capacityReservations', 'virtualMachinesAssociated', 'instanceView'],
};

/** No machine is placed on a host; sets can name the group. */
export const hostGroups: ShellType = {
  ...common,
  type: 'hostGroups',
  parameters: ['hostGroupName'],
  operations: verbs('DedicatedHostGroups'),
  form: instantForm(201),
  envelope: { zones: listOf(string) },
  properties: object('DedicatedHostGroupProperties', {
    platformFaultDomainCount: integer,
    supportAutomaticPlacement: boolean,
    additionalCapabilities: anything,
  }),
  readOnly: ['hosts', 'instanceView'],
  complete({ envelope, properties }) {
    if (!('platformFaultDomainCount' in properties)) {
      throw armErrors.missingParameter('platformFaultDomainCount');
    }
    return { envelope, properties };
  },
};

const PUBLIC_KEY_FORM =
  /^(?:ssh-rsa|ssh-ed25519|ecdsa-sha2-nistp\d+) [A-Za-z0-9+/]+={0,3}(?: .*)?\s*$/;

export const sshPublicKeys: ShellType = {
  ...common,
  type: 'sshPublicKeys',
  parameters: ['sshPublicKeyName'],
  operations: verbs('SshPublicKeys'),
  form: instantForm(201),
  envelope: {},
  properties: object('SshPublicKeyResourceProperties', { publicKey: string }),
  complete({ envelope, properties }) {
    const key = properties['publicKey'];
    if (typeof key === 'string' && !PUBLIC_KEY_FORM.test(key)) {
      throw armErrors.invalidParameterValue('publicKey');
    }
    return { envelope, properties };
  },
};

/** Who names the group, by kind, as the specification's example has it. */
async function showMembers(body: JsonObject, shell: Shell, look: ShellLook): Promise<JsonObject> {
  const uses = await look.usesOf(shell.id);
  const of = (pattern: RegExp): JsonObject[] =>
    uses.filter((use: Use) => pattern.test(use.source)).map(({ source }) => ({ id: source }));
  const { provisioningState: _, ...shown } = objectOf(body['properties']);
  return {
    ...body,
    properties: {
      ...shown,
      virtualMachines: of(/\/providers\/Microsoft\.Compute\/virtualMachines\/[^/]+$/i),
      virtualMachineScaleSets: of(/\/virtualMachineScaleSets\/[^/]+$/i),
      availabilitySets: of(/\/availabilitySets\/[^/]+$/i),
    },
  };
}

function nameOf(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}
