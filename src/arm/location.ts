/** Azure's key of a location: `West Europe` and `WestEurope` are `westeurope`. */
export function normalizeLocation(text: string): string {
  return text.replaceAll(/\s/g, '').toLowerCase();
}

/**
 * What a location may consist of at all, known or not.
 * Source: the text of InvalidResourceLocation in shared/azure/errors.md.
 */
export function isWellFormedLocation(text: string): boolean {
  return /^[\p{L}\d\s(,)]+$/u.test(text) && text.trim() !== '';
}
