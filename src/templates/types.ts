import type { JsonObject, JsonValue } from '../base/index.ts';

/** Where a deployment runs: what `resourceGroup()` and short resource ids are relative to. */
export type DeploymentScope =
  | {
      readonly kind: 'resourceGroup';
      readonly subscriptionId: string;
      readonly resourceGroupName: string;
    }
  | { readonly kind: 'subscription'; readonly subscriptionId: string };

/** One line and column of a text, both counted from 1, as Azure's messages count. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

/**
 * Finds where the value at a path of the template stands in the text that the client sent, e.g.
 * `['parameters', 'adminPassword']`; undefined when nobody knows.
 */
export type LocateInText = (path: readonly (string | number)[]) => TextPosition | undefined;

/** A template whose form was checked by `readTemplate`. */
export interface Template {
  /** The template as it was sent. */
  readonly source: JsonObject;
  /** `1.0`, or `2.0` when resources are an object of symbolic names. */
  readonly languageVersion: string;
  readonly locate: LocateInText;
}

/** What a provider's resource type offers, as `providers()` and the deployment's answer show it. */
export interface ResourceTypeFacts {
  readonly resourceType: string;
  readonly locations: readonly string[];
  /** Newest first. */
  readonly apiVersions: readonly string[];
  /** The zones of a location (lower case, no blanks), for `pickZones()`; none when it is not given. */
  readonly zones?: (location: string) => readonly string[];
}

/** Everything that an evaluation may know of the world; nothing else is asked. */
export interface DeploymentContext {
  readonly scope: DeploymentScope;
  /** What `deployment()` answers but the template, which the evaluator adds. */
  readonly deployment: {
    readonly name: string;
    /** Only deployments at subscription scope have one. */
    readonly location?: string;
    readonly mode: 'Incremental' | 'Complete';
    /** The link to the template, when it was not sent inline. */
    readonly templateLink?: JsonObject;
  };
  /** What `resourceGroup()` answers: `{id, name, type, location, tags, properties}`. */
  readonly resourceGroup?: JsonObject;
  /** What `subscription()` answers: `{id, subscriptionId, tenantId, displayName}`. */
  readonly subscription: JsonObject;
  /** What `tenant()` answers: `{tenantId, countryCode, displayName}`. */
  readonly tenant: JsonObject;
  /** What `environment()` answers. */
  readonly environment: JsonObject;
  /** What is known of the types of a namespace (any case); undefined for an unknown namespace. */
  providers(namespace: string): readonly ResourceTypeFacts[] | undefined;
  /** The instant of the deployment, for `utcNow()`: microseconds since 1970. */
  readonly now: number;
  /** What `newGuid()` draws from: same seed, same GUIDs. The deployment's correlation id will do. */
  readonly guidSeed: string;
}

/**
 * What expressions ask of running resources. `get` is a GET of the resource (`reference()` cuts the
 * answer to what it shows); `list` is a POST of one of its list actions, e.g. `listKeys`.
 */
export type LookupRequest =
  | { readonly kind: 'get'; readonly id: string; readonly apiVersion: string }
  | {
      readonly kind: 'list';
      readonly id: string;
      readonly apiVersion: string;
      /** The function as written, e.g. `listKeys`: also the last segment of the POST's path. */
      readonly action: string;
      readonly body?: JsonValue;
    };

/** What running resources said so far. */
export interface Runtime {
  /** The body of the answer; undefined when it has not been asked for yet. */
  lookup(request: LookupRequest): JsonValue | undefined;
}

/** A value, or what must be looked up before there is one; then ask again. */
export type Resolution<Value> =
  | { readonly resolved: true; readonly value: Value }
  | { readonly resolved: false; readonly needs: readonly LookupRequest[] };

/** One resource that the template deploys, each turn of a copy loop for itself. */
export interface ExpandedResource {
  /** The full resource id, `/subscriptions/…`; an extension resource's stands below its scope. */
  readonly id: string;
  readonly type: string;
  /** With all segments, e.g. `vnet1/subnet1`. */
  readonly name: string;
  readonly apiVersion: string;
  readonly location?: string;
  /** False: it stays out of the deployment, and whoever depends on it does not wait for it. */
  readonly condition: boolean;
  /**
   * Ids of resources of this template that must have succeeded before: explicit, implicit through
   * reference() and list functions, and of the batch before in a serial copy loop. Only resources
   * with a true condition; in the order of the template; never in a circle.
   */
  readonly dependsOn: readonly string[];
  readonly symbolicName?: string;
  /** For `Microsoft.Resources/deployments`: where the nested deployment runs. */
  readonly nestedScope?: DeploymentScope;
  /** Where it stands in the template, e.g. `['resources', 0]`. */
  readonly path: readonly (string | number)[];
}

/** One line of `properties.dependencies` of a deployment. */
export interface DeploymentDependency {
  readonly dependsOn: readonly DependencyTarget[];
  readonly id: string;
  readonly resourceType: string;
  readonly resourceName: string;
}

export interface DependencyTarget {
  readonly id: string;
  readonly resourceType: string;
  readonly resourceName: string;
}

/** One line of `properties.providers` of a deployment. */
export interface DeploymentProvider {
  readonly namespace: string;
  readonly resourceTypes: readonly {
    readonly resourceType: string;
    readonly locations: readonly (string | null)[];
  }[];
}

/** A template with its parameters, as far as it can be known before anything runs. */
export interface ExpandedTemplate {
  /** In the order of the template; copies in the order of their index; children after parents. */
  readonly resources: readonly ExpandedResource[];
  /** The parameters as a deployment shows them: `{type: 'String', value}`; secure ones no value. */
  readonly parameters: JsonObject;
  /** A decimal number, the same for the same template. */
  readonly templateHash: string;
  readonly dependencies: readonly DeploymentDependency[];
  readonly providers: readonly DeploymentProvider[];
}

/** `{type: 'TemplateViolation', info: {lineNumber, linePosition, path}}` of an error. */
export interface TemplateViolation {
  readonly lineNumber: number;
  readonly linePosition: number;
  readonly path: string;
}

export type TemplateErrorCode = 'InvalidTemplate' | 'DeploymentOutputEvaluationFailed';

/** `{name: {value: …}}`, as a deployment's `parameters`. */
export type ParameterValues = JsonObject;
