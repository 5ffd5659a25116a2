/** What went wrong, in Azure's words. A value, never thrown. */
export interface Failure {
  /** Azure's error code, e.g. `OSProvisioningTimedOut`; null where Azure gives none in a view. */
  readonly code: string | null;
  readonly message: string;
}
