import { catalogueErrors } from './catalogue.ts';
import { computeActionErrors } from './compute-actions.ts';
import { companionErrors } from './companions.ts';
import { computeErrors } from './compute.ts';
import { computeHibernationErrors } from './compute-hibernation.ts';
import { computeSpotErrors } from './compute-spot.ts';
import { deploymentErrors } from './deployments.ts';
import { frontDoorErrors } from './front-door.ts';
import { networkErrors } from './network.ts';
import { resourceErrors } from './resources.ts';

export type { Diagnostics } from './front-door.ts';

/**
 * The one catalogue of what Azure would refuse, and how; only whom it does not let in is the identity
 * room's to say. Every code is in docs/reference/errors.md.
 */
export const armErrors = {
  ...frontDoorErrors,
  ...resourceErrors,
  ...deploymentErrors,
  ...computeErrors,
  ...catalogueErrors,
  ...computeActionErrors,
  ...computeSpotErrors,
  ...computeHibernationErrors,
  ...networkErrors,
  ...companionErrors,
} as const;
