import { armErrors } from '../../../arm/index.ts';

/** R (VM 2017): what refers to another resource names it in full. */
export function checkReference(id: string, path: string): void {
  const full = /^\/subscriptions\/[^/]+\/|^\/providers\/[^/]+\//i.test(id);
  if (!full) throw armErrors.linkedInvalidPropertyId(id, path);
}
