/** A program that a test needs, or why this machine does not have it. */
export type Found<Program> = Program | { readonly missing: string };

/**
 * The `skip` of a test: left out for a reason that the run tells, or a failure where LAZULITE_REQUIRE
 * names the program (or says `all`, as .ci/run does).
 */
export function leftOut(program: string, found: Found<object>): string | false {
  if (!('missing' in found)) return false;
  if (isRequired(program)) {
    throw new Error(`LAZULITE_REQUIRE wants ${program}, but ${found.missing}`);
  }
  return `left out: ${found.missing}`;
}

function isRequired(program: string): boolean {
  const required = (process.env['LAZULITE_REQUIRE'] ?? '').split(/[\s,]+/);
  return required.includes(program) || required.includes('all');
}
