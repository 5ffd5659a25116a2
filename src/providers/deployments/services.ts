import type { Services } from '../services.ts';
import type { Deployments } from './deployments.ts';
import type { Send } from './send.ts';

/** What the operations on deployments work with. */
export interface DeploymentServices extends Services {
  readonly deployments: Deployments;
  /** To our own front door, as the client of a request. */
  readonly send: Send;
  /** A front door behind which nothing lasts: each call gives a new one, on things as they are now. */
  rehearse(): Send;
}
