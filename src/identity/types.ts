import type { HttpRequest, HttpResponse } from '../base/index.ts';

/** What a configured client may do in `rbac` mode; Azure's built-in roles of the same names. */
export type Role = 'Reader' | 'Contributor' | 'Owner';

/** A client that has been configured by name; without any, every client may sign in. */
export interface ConfiguredClient {
  readonly id: string;
  readonly secret: string;
  readonly role?: Role;
}

export interface IdentitySettings {
  /** The tenant of the subscriptions; a GUID. */
  readonly tenantId: string;
  /** Whether tokens of other tenants are refused, and signing in to them as well. */
  readonly tenantPinned: boolean;
  readonly auth: 'verify' | 'open' | 'rbac';
  readonly clients: readonly ConfiguredClient[];
  /** The name of the cloud in metadata documents; clients use it as a key. */
  readonly emulatorName: string;
  readonly locations: readonly string[];
}

/** Whom a token speaks for; has all that a `Caller` of the arm room has. */
export interface Identified {
  readonly tenantId: string;
  readonly objectId: string;
  readonly appId: string;
  /** Only of a configured client; looked up at each sign-in and each first use of a token. */
  readonly role?: Role;
}

/** An answer 401 in parts; the server renders it as the front door does. */
export interface AuthenticationRefusal {
  readonly ok: false;
  readonly code: string;
  readonly message: string;
  /** The value of the header of that name. */
  readonly wwwAuthenticate: string;
}

export type Authentication =
  | { readonly ok: true; readonly caller: Identified }
  | AuthenticationRefusal;

/** Which token to make: `lazulite token` and the testing kit ask for one without signing in. */
export interface TokenOrder {
  readonly tenantId?: string;
  readonly appId: string;
  /** Left out: the application's own. */
  readonly objectId?: string;
  /** `https://management.azure.com/` is accepted under every name of the emulator. */
  readonly audience?: string;
  /** Scheme and host of the issuer; only for people who read the token. */
  readonly origin?: string;
}

export interface Identity {
  /**
   * Whom the Authorization header speaks for. `origin` is that of the request (see `originOf`).
   * Synchronous always: a header seen before costs one look-up, a new one an RS256 check (about 60 µs).
   */
  authenticate(authorization: string | undefined, origin: string): Authentication;
  /** Answers metadata, discovery, keys and token requests; undefined when the path is none of these. */
  handle(request: HttpRequest): HttpResponse | undefined;
  issueToken(order: TokenOrder): string;
  /** Whether the caller's role allows the method there; always true unless `auth` is `rbac`. */
  mayDo(caller: Identified, method: string, target: string): boolean;
}
