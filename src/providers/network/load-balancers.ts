import { armErrors } from '../../arm/index.ts';
import { foldCase, type JsonObject } from '../../base/index.ts';
import { listAt, objectOf, withDefaults } from '../compute/model/json-path.ts';
import { anything, object, oneOf } from '../compute/model/schema-types.ts';
import { scaleSetOf } from '../shells/scale-set-references.ts';
import type { ShellLook, ShellType, Use } from '../shells/shell-type.ts';
import { namedId, references } from './back-references.ts';
import { instanceUsers } from './instance-users.ts';
import { LOAD_BALANCER_PARTS } from './load-balancer-parts.ts';
import { backendAddresses, isOfPool, natRulesOfInstances } from './nat-rules.ts';
import { networkType, verbs } from './network-type.ts';

/** All are shown, also when there are none. R (azure-cli, network tests). */
const PARTS = LOAD_BALANCER_PARTS.map(({ member }) => member);

export const loadBalancers: ShellType = {
  ...networkType,
  type: 'loadBalancers',
  parameters: ['loadBalancerName'],
  operations: verbs('LoadBalancers'),
  // Recorded: the answer to the PUT says Succeeded (azure-cli, test_network_lb).
  seconds: { create: 0, update: 0, delete: 10 },
  envelope: {
    sku: object('LoadBalancerSku', {
      name: oneOf('Basic', 'Standard', 'Gateway'),
      tier: oneOf('Regional', 'Global'),
    }),
    extendedLocation: anything,
  },
  properties: object(
    'LoadBalancerPropertiesFormat',
    Object.fromEntries(
      LOAD_BALANCER_PARTS.map(({ member, item }) => [member, { kind: 'list', item }]),
    ),
  ),
  children: LOAD_BALANCER_PARTS,

  complete({ envelope, properties }) {
    const parts: JsonObject = Object.fromEntries(
      PARTS.map((member) => [member, [...listAt(properties, member)]]),
    );
    const pools = listAt(properties, 'inboundNatPools');
    parts['inboundNatRules'] = listAt(properties, 'inboundNatRules').filter(
      (rule) => !isOfPool(rule, pools),
    );
    return {
      envelope: {
        ...envelope,
        sku: withDefaults(objectOf(envelope['sku']), { name: 'Basic', tier: 'Regional' }),
      },
      properties: { ...properties, ...parts },
    };
  },

  async show(body, shell, look) {
    const uses = await look.usesOf(shell.id);
    const properties = objectOf(body['properties']);
    const parts = partsOf(properties);
    const derived = await natRulesOfInstances(shell, body, uses, look);
    const natRules = [...parts.inboundNatRules, ...derived];
    return {
      ...body,
      properties: {
        ...properties,
        frontendIPConfigurations: parts.frontendIPConfigurations.map((item) =>
          withNamers(item, 'frontendIPConfiguration', {
            loadBalancingRules: parts.loadBalancingRules,
            inboundNatRules: natRules,
            inboundNatPools: parts.inboundNatPools,
          }),
        ),
        backendAddressPools: await Promise.all(
          parts.backendAddressPools.map(async (item) =>
            withBackends(
              withNamers(item, 'backendAddressPool', {
                loadBalancingRules: parts.loadBalancingRules,
              }),
              { rules: parts.inboundNatRules, uses, look },
            ),
          ),
        ),
        probes: parts.probes.map((item) =>
          withNamers(item, 'probe', { loadBalancingRules: parts.loadBalancingRules }),
        ),
        inboundNatRules: natRules,
      },
    };
  },

  inUse(id, uses) {
    const scaleSet = uses.map(({ source }) => scaleSetOf(source)).find((found) => found);
    if (scaleSet === undefined) return armErrors.networkResourceInUse(id, uses[0]?.source ?? '');
    const mine = uses.filter(({ source }) => scaleSetOf(source) === scaleSet);
    const children = new Set(mine.map(({ target }) => target.split('/').at(-1) ?? ''));
    return armErrors.loadBalancerInUseByScaleSet(id, [...children], scaleSet);
  },
};

function partsOf(properties: JsonObject) {
  return {
    frontendIPConfigurations: listAt(properties, 'frontendIPConfigurations'),
    backendAddressPools: listAt(properties, 'backendAddressPools'),
    loadBalancingRules: listAt(properties, 'loadBalancingRules'),
    probes: listAt(properties, 'probes'),
    inboundNatRules: listAt(properties, 'inboundNatRules'),
    inboundNatPools: listAt(properties, 'inboundNatPools'),
  };
}

/** Which of the other parts name this one. */
function withNamers(
  item: JsonObject,
  member: string,
  others: Readonly<Record<string, readonly JsonObject[]>>,
): JsonObject {
  const id = foldCase(String(item['id']));
  const properties: JsonObject = { ...objectOf(item['properties']) };
  for (const [name, list] of Object.entries(others)) {
    const namers = list.filter((other) => foldCase(namedId(other, member) ?? '') === id);
    if (namers.length > 0)
      properties[name] = references(namers.map((other) => String(other['id'])));
  }
  return { ...item, properties };
}

async function withBackends(
  item: JsonObject,
  {
    rules,
    uses,
    look,
  }: {
    readonly rules: readonly JsonObject[];
    readonly uses: readonly Use[];
    readonly look: ShellLook;
  },
): Promise<JsonObject> {
  const id = foldCase(String(item['id']));
  const users = await instanceUsers(
    uses.filter(({ target }) => foldCase(target) === id),
    look,
  );
  if (users.length === 0) return item;
  const inner = objectOf(item['properties']);
  const loadBalancerBackendAddresses = [
    ...listAt(inner, 'loadBalancerBackendAddresses'),
    ...(await backendAddresses(String(item['id']), rules, uses, look)),
  ];
  return {
    ...item,
    properties: {
      ...inner,
      loadBalancerBackendAddresses,
      backendIPConfigurations: references(users),
    },
  };
}
