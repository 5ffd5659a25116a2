import type { HealthState } from './health-types.ts';

/** Why a command is not accepted; the provider says it in Azure's words. */
export type Refusal =
  | { readonly reason: 'AlreadyExists' }
  | { readonly reason: 'MarkedForDeletion' }
  /** A second deletion joins the first one. */
  | { readonly reason: 'AlreadyDeleting'; readonly operationId: string }
  | {
      readonly reason: 'UnknownInstance';
      /** As the set's clients call it: the id, of a Flexible set the name. */
      readonly instance: string;
    }
  | { readonly reason: 'NameTaken' }
  | { readonly reason: 'NotFlexible' }
  | { readonly reason: 'NoSuchZone' }
  | { readonly reason: 'NoAutomaticRepairs' }
  | { readonly reason: 'RollingUpgradeInProgress' }
  | { readonly reason: 'NoRollingUpgrade' }
  /** No upgrade waits for an approval of these machines. */
  | { readonly reason: 'NothingToApprove' }
  | { readonly reason: 'UnknownHookEvent' }
  | { readonly reason: 'HookEventCompleted' }
  | { readonly reason: 'UnknownHookTarget' }
  | { readonly reason: 'HookWaitOutOfRange' }
  /** Less capacity than there are machines that are protected from scale-in. */
  | { readonly reason: 'ProtectedFromScaleIn'; readonly count: number }
  | { readonly reason: 'InstanceNotRunning'; readonly instanceId: number }
  | { readonly reason: 'RunCommandInProgress'; readonly instanceId: number }
  | { readonly reason: 'UnknownRunCommand'; readonly name: string }
  | { readonly reason: 'UnknownVmExtension'; readonly name: string }
  | { readonly reason: 'HibernationNotEnabled' }
  | { readonly reason: 'CannotHibernate' }
  | { readonly reason: 'NotSpot'; readonly instanceId: number }
  | { readonly reason: 'UnknownScheduledEvent'; readonly instanceId: number }
  | { readonly reason: 'NoHealthMonitoring' }
  /** Nobody asks the machine how it is: it does not run, or has nothing that reports. */
  | { readonly reason: 'NotReporting'; readonly instanceId: number }
  /** Only the rich states of the health extension have it. */
  | { readonly reason: 'HealthStateNotAvailable'; readonly state: HealthState };
