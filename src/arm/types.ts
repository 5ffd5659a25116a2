import type { JsonValue } from '../base/index.ts';

/**
 * Who is speaking: the ARM front door writes compact JSON, the resource provider indents by two
 * blanks and ends lines with CRLF. Source: shared/azure/errors.md.
 */
export type Speaker = 'gateway' | 'provider';

export type HttpMethod = 'GET' | 'HEAD' | 'PUT' | 'PATCH' | 'POST' | 'DELETE';

/**
 * One Azure operation, one value, one file. Routing, the providers list, the coverage page, metrics
 * labels, fault matching and throttling groups all read the table of these.
 */
export interface Operation<Services> {
  /** Azure's own, e.g. `VirtualMachineScaleSets_GetInstanceView`. */
  readonly operationId: string;
  readonly method: HttpMethod;
  /**
   * From the root, parameters in braces, in the specification's casing, e.g.
   * `/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Compute/virtualMachineScaleSets/{vmScaleSetName}/instanceView`.
   */
  readonly path: string;
  /** The first api-version that has it; left out: every version of its type. */
  readonly since?: string;
  readonly longRunning: boolean;
  /** Groups of `x-ms-ratelimit-remaining-resource`, without the `Microsoft.Compute/` prefix. */
  readonly rateLimits?: readonly string[];
  handle(request: ArmRequest, services: Services): Promise<ArmReply>;
  /**
   * Of a read of something by its name: the answer, when all that it needs is in memory; undefined
   * when `handle` has to be asked. What is polled most is answered without a turn of promises.
   */
  handleAtOnce?(request: ArmRequest, services: Services): ArmReply | undefined;
}

/** A request that has passed the front door: signed in, routed, its api-version known. */
export interface ArmRequest {
  readonly method: HttpMethod;
  /** The path as the client wrote it, without the query; for links. */
  readonly path: string;
  /** By the names in the operation's path, decoded, in the client's casing. */
  readonly params: Readonly<Record<string, string>>;
  /** Query parameters by lower-cased name (`$expand`, `$skiptoken`, …), without api-version. */
  readonly query: Readonly<Record<string, string>>;
  /** As the client wrote it. */
  readonly apiVersion: string;
  /** The known version by which it is served (a newer one than all known is served as the newest). */
  readonly servedVersion: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Throws the ArmError InvalidRequestContent when the body is not JSON; undefined when empty. */
  json(): JsonValue | undefined;
  /** As it was sent, for what is not quite JSON. */
  readonly body: Uint8Array;
  /** `https://localhost:8677`: scheme and Host of the request, for links. */
  readonly origin: string;
  readonly caller: Caller;
  readonly requestId: string;
  readonly correlationId: string;
  /** Asked by ourselves, for a deployment. */
  readonly isInternal: boolean;
}

/** What the namespace of a provider offers; the providers list is made of these. */
export interface ResourceType {
  /** `Microsoft.Compute`. */
  readonly namespace: string;
  /** The path below the namespace: `virtualMachineScaleSets/virtualMachines`. */
  readonly type: string;
  /** Oldest first. */
  readonly apiVersions: readonly string[];
  /** Display names, as the metadata prints them: `West Europe`. Empty for a type without location. */
  readonly locations: readonly string[];
  readonly defaultApiVersion?: string;
  readonly capabilities?: string;
}

/** A resource group as far as the front door needs to know it. */
export interface ResourceGroupFacts {
  readonly name: string;
  readonly location: string;
  readonly deleting: boolean;
}

/** Something the operator should read in the log; never shown to a client. */
export interface ArmLogEntry {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly correlationId?: string;
  readonly error?: unknown;
}
export type ArmLog = (entry: ArmLogEntry) => void;

/** Whom a token speaks for; written by the identity room. */
export interface Caller {
  readonly tenantId: string;
  readonly objectId: string;
  readonly appId: string;
}

export interface ArmReply {
  readonly httpStatus: number;
  readonly speaker: Speaker;
  /** Beside those that every answer has: name, value, name, value, …. */
  readonly headers?: readonly string[];
  /** A value to be written in the speaker's form, or bytes that already are. */
  readonly body?: { readonly json: unknown } | { readonly bytes: Uint8Array };
  /** `x-ms-request-id`: the operation id on the first answer of a long-running operation. */
  readonly requestId?: string;
}
