/** Who asks: an application, or a person by way of one. */
export interface Asking {
  /** Application id. */
  readonly application: string;
  readonly tenant: string;
  /** Object id; left out: the application's. */
  readonly object?: string;
}
