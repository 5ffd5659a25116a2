import type { ArmRequest } from '../../arm/index.ts';
import type { Shown, ShellForm } from './shell-type.ts';

/** Refuses with 412 when If-Match or If-None-Match does not hold. */
export function checkPreconditions(request: ArmRequest, form: ShellForm, shown: Shown): void {
  for (const header of ['if-match', 'if-none-match'] as const) {
    const value = request.headers[header];
    if (value === undefined) continue;
    if (matches(value, shown.etag) !== (header === 'if-match')) {
      throw form.preconditionFailed(header, value, shown);
    }
  }
}

/** `*`, or a list of tags, weak or strong, in quotes or bare: clients send what they find. */
function matches(header: string, etag: string | undefined): boolean {
  if (etag === undefined) return false;
  if (header.trim() === '*') return true;
  return header.split(',').some((tag) => bare(tag) === bare(etag));
}

function bare(tag: string): string {
  return tag.trim().replace(/^W\//, '').replaceAll('"', '').toLowerCase();
}
