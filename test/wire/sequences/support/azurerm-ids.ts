import type { Place } from './azurerm-resource.ts';

/** The ids of the network that the sequences build. */
export function networkIds({ group }: Place) {
  const network = `${group}/providers/Microsoft.Network`;
  return {
    virtualNetwork: `${network}/virtualNetworks/net`,
    subnet: `${network}/virtualNetworks/net/subnets/internal`,
    securityGroup: `${network}/networkSecurityGroups/guard`,
    publicAddress: `${network}/publicIPAddresses/address`,
    loadBalancer: `${network}/loadBalancers/balancer`,
    pool: `${network}/loadBalancers/balancer/backendAddressPools/pool`,
    natPool: `${network}/loadBalancers/balancer/inboundNatPools/ssh`,
    frontend: `${network}/loadBalancers/balancer/frontendIPConfigurations/front`,
    probe: `${network}/loadBalancers/balancer/probes/alive`,
  };
}
