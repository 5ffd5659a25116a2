import type { ArmReply, ArmRequest, ResourceType, Speaker } from '../../arm/index.ts';
import type { Instant, JsonObject } from '../../base/index.ts';
import type { ScaleSet } from '../../scaleset/index.ts';
import type { Write } from '../../store/index.ts';
import type { ObjectShape, Shape } from '../compute/model/schema-types.ts';
import type { ShellServices } from './services.ts';
import type { Shell } from './shell.ts';

/**
 * A type of resource that is stored and answered and does nothing else: a shell. The framework makes
 * its operations out of this one value (decision 0011).
 */
export interface ShellType {
  /** `Microsoft.Network`. */
  readonly namespace: string;
  /** Below the namespace: `virtualNetworks`, `galleries/images`. */
  readonly type: string;
  /** The specification's names of the path's parameters, one for each word of `type`. */
  readonly parameters: readonly string[];
  readonly operations: OperationNames;
  readonly apiVersions: readonly string[];
  readonly metadata?: Pick<ResourceType, 'defaultApiVersion' | 'capabilities'>;
  readonly form: ShellForm;
  readonly seconds: WorkSeconds;
  /** Members of the body beside location, tags and properties: `sku`, `zones`, `identity`. */
  readonly envelope: Readonly<Record<string, Shape>>;
  readonly properties: ObjectShape;
  /** Lists in `properties` whose items are resources of their own. */
  readonly children?: readonly ShellChild[];
  /** Members of `properties` that the service writes; what a client sends there is passed over. */
  readonly readOnly?: readonly string[];
  /** Puts in Azure's defaults and refuses what Azure refuses, by an ArmError. Must be pure. */
  complete?(draft: ShellDraft, context: DraftContext): ShellDraft;
  /**
   * Gives it what is given out once, e.g. addresses. Called before it is written, while nobody else
   * changes what it names.
   */
  allot?(shell: Shell, current: Shell | undefined, look: ShellLook): Promise<Shell>;
  /** What else is written when it is: for whoever acts on resources of the type. */
  alsoKept?(shell: Shell): readonly Write[];
  /** What else is written when it goes. */
  alsoGone?(shell: Shell): readonly Write[];
  /** Adds what the service derives at a reading, e.g. who uses a subnet; `body` is as it would be shown. */
  show?(body: JsonObject, shell: Shell, look: ShellLook): Promise<JsonObject>;
  /**
   * The body of one that is not kept but belongs to something else, e.g. the interface of a machine;
   * undefined when there is none of this id. Such ones can be read, and nothing else.
   */
  derived?(id: string, services: ShellServices): Promise<JsonObject | undefined>;
  /** The refusal to delete it, or a child of it, while others use it; undefined: they do not keep it. */
  inUse?(id: string, uses: readonly Use[]): Error | undefined;
  /** The word of the type that stands below it and goes before it: `images`. */
  readonly nested?: string;
  /** Nobody knows what is in it: no rules for names, locations and references. */
  readonly isOpaque?: true;
  /** Types without a location of their own have none: nested ones mostly. */
  readonly withoutLocation?: true;
}

/** Items of a list inside the parent that have ids, and mostly paths, of their own. */
export interface ShellChild {
  /** The member of the parent's properties and the word of the path: `subnets`. */
  readonly member: string;
  readonly item: ObjectShape;
  /** Left out: it can be asked for only as a part of its parent. */
  readonly operations?: {
    readonly group: string;
    readonly parameter: string;
    /** Whether it has PUT and DELETE, or can only be read. */
    readonly writable: boolean;
  };
  /** Members of the item's properties that the service writes. */
  readonly readOnly?: readonly string[];
  complete?(item: JsonObject, context: DraftContext): JsonObject;
}

export interface OperationNames {
  /** `VirtualNetworks`. */
  readonly group: string;
  /** The list of the resource group, or of the parent: `List`; left out: there is none. */
  readonly list?: string;
  /** That of the subscription: `ListAll`. */
  readonly listAll?: string;
  /** PATCH: `UpdateTags` changes tags only, `Update` also merges properties. */
  readonly update?: 'UpdateTags' | 'Update';
}

/** How long Azure works at it, in its own seconds; 0: it is done with the answer. */
export interface WorkSeconds {
  readonly create: number;
  readonly update: number;
  readonly delete: number;
}

/** What a client asked for, in the one spelling that is kept. */
export interface ShellDraft {
  /** `sku`, `zones`, …: the members of the type's envelope. */
  readonly envelope: JsonObject;
  readonly properties: JsonObject;
}

export interface DraftContext {
  /** Of the resource, or of the parent of a child. */
  readonly id: string;
  readonly name: string;
  readonly location: string;
  /** Undefined at the creation. */
  readonly current: Shell | undefined;
  /** The same for the same resource as long as it lives. */
  readonly guid: string;
  readonly tenantId: string;
  /** The api-version by which the request is served. */
  readonly apiVersion: string;
}

/** Somebody names a resource. Ids as their clients wrote them. */
export interface Use {
  readonly target: string;
  /** Down to the part that names it: `…/networkInterfaces/nic/ipConfigurations/ip`. */
  readonly source: string;
  /** Of a scale set in a subnet: which part of the addresses is its own (machine-addresses.ts). */
  readonly place?: number;
}

/** What `show` may ask for. */
export interface ShellLook {
  readonly now: Instant;
  /** By which the request is served; undefined where none is at hand. */
  readonly apiVersion: string | undefined;
  /** Who uses a resource or something inside it; a named number at most. */
  usesOf(id: string): Promise<readonly Use[]>;
  find(id: string): Promise<Shell | undefined>;
  /** By its key, brought to the present. */
  scaleSet(key: string): Promise<ScaleSet | undefined>;
}

/** How a namespace writes its answers. */
export interface ShellForm {
  /** Key order of the body; `*` is the place of every other member. */
  readonly order: readonly string[];
  /** Whether bodies, children and headers carry `W/"…"`. */
  readonly withEtags: boolean;
  /** Whether `properties` has a resourceGuid. */
  readonly withGuid: boolean;
  /** `Updating` while work is going on, but at a creation `Creating` in some. */
  readonly states: { readonly creating: string; readonly updating: string };
  /** In whose layout lists are written: compact as the front door's, or indented. */
  readonly speaker: Speaker;
  json(body: object): NonNullable<ArmReply['body']>;
  headers(request: ArmRequest): readonly string[];
  /** The first answer of work that goes on. */
  started(request: ArmRequest, services: ShellServices, work: StartedWork): ArmReply;
  /** A part that is not there, below a resource that is. */
  childNotFound(id: string): Error;
  /** If-Match or If-None-Match does not hold. */
  preconditionFailed(header: 'if-match' | 'if-none-match', value: string, shown: Shown): Error;
  /** Somebody deletes it already. */
  beingDeleted(request: ArmRequest, location: string, operationId: string): Error;
  /** A body that cannot be read. */
  unreadable(message: string): Error;
}

export interface StartedWork {
  readonly kind: 'create' | 'update' | 'delete';
  readonly operationId: string;
  readonly location: string;
  readonly body?: object;
}

/** What a precondition is about. */
export interface Shown {
  readonly id: string;
  readonly etag: string | undefined;
}
