import { accessErrors } from './access.ts';
import { computeErrors } from './compute.ts';
import { frontDoorErrors } from './front-door.ts';
import { resourceErrors } from './resources.ts';

export type { Diagnostics } from './front-door.ts';

/** The one catalogue of what Azure would refuse, and how. Every code is in docs/reference/errors.md. */
export const armErrors = {
  ...frontDoorErrors,
  ...resourceErrors,
  ...accessErrors,
  ...computeErrors,
} as const;
