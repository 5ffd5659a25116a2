import { guidFromText, hashText } from '../../base/index.ts';

/** `00-0D-3A-31-45-48`: Microsoft's own prefix, then what belongs to the interface. R (azure-cli, test_vmss_nics). */
export function macAddress(text: string): string {
  const hash = hashText(text, 0x6d).toString(16).padStart(8, '0').toUpperCase();
  return `00-0D-3A-${hash.slice(0, 2)}-${hash.slice(2, 4)}-${hash.slice(4, 6)}`;
}

/** `rz32jzbc1hzu3k5pe3gybe3ldf.dx.internal.cloudapp.net`: the same in the whole of a network. */
export function internalSuffix(text: string): string {
  const digits = BigInt(`0x${guidFromText(text.toLowerCase()).replaceAll('-', '')}`);
  return `${digits.toString(32).padStart(26, '0')}.dx.internal.cloudapp.net`;
}
