import { AsnConvert } from '@peculiar/asn1-schema';
import {
  GeneralName,
  GeneralSubtree,
  GeneralSubtrees,
  id_ce_nameConstraints,
  NameConstraints,
} from '@peculiar/asn1-x509';
import { Extension, type X509Certificate } from '@peculiar/x509';
import type { HostName } from './host-names.ts';

/**
 * For these hosts and no others (RFC 5280 §4.2.1.10, which demands that it is critical). The library
 * of certificates has no class for this extension, its schemas have.
 */
export function permitOnly(hosts: readonly HostName[]): Extension {
  const bases = new Map(hosts.map((host) => [baseOf(host).text, baseOf(host).name]));
  const permittedSubtrees = new GeneralSubtrees(
    [...bases.values()].map((base) => new GeneralSubtree({ base })),
  );
  const value = AsnConvert.serialize(new NameConstraints({ permittedSubtrees }));
  return new Extension(id_ce_nameConstraints, true, value);
}

/** Whether the authority may speak for all of these hosts. */
export function permitsAll(authority: X509Certificate, hosts: readonly HostName[]): boolean {
  const kept = authority.getExtension(id_ce_nameConstraints);
  if (!kept) return false;
  const { permittedSubtrees } = AsnConvert.parse(kept.value, NameConstraints);
  // Compared as they are written, because an address can be spelt in several ways.
  const bytesOf = (base: GeneralName): string =>
    Buffer.from(AsnConvert.serialize(base)).toString('hex');
  const permitted = new Set((permittedSubtrees ?? []).map(({ base }) => bytesOf(base)));
  return hosts.every((host) => permitted.has(bytesOf(baseOf(host).name)));
}

/** A domain with all below it, or a network. */
function baseOf(host: HostName): { readonly text: string; readonly name: GeneralName } {
  if (host.kind === 'ip')
    return { text: host.network, name: new GeneralName({ iPAddress: host.network }) };
  const domain = host.name.replace(/^\*\./, '');
  return { text: domain, name: new GeneralName({ dNSName: domain }) };
}
