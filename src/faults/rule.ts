import type { Instant, JsonObject, JsonValue, Micros } from '../base/index.ts';
import type { ArmedSubject } from './armed-fault.ts';
import type { Failure } from './failure.ts';
import type { RefusalName, StrikeKind } from './named-faults.ts';

/** A fault rule as people write it; checked by `rule.schema.json`. */
export interface RuleDocument {
  readonly id?: string;
  readonly description?: string;
  readonly fault?: string;
  readonly on?: RuleSubject;
  readonly with?: {
    readonly message?: string;
    readonly after?: string;
    readonly limit?: number;
    readonly usage?: number;
    readonly additional?: number;
  };
  readonly answer?: {
    readonly status: number;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: JsonValue;
  };
  readonly change?: AnswerChange;
  readonly delay?: string;
  readonly hang?: true;
  readonly cut?: Cut;
  readonly stale?: true;
  readonly skip?: number;
  readonly times?: number;
  readonly for?: string;
}

export interface RuleSubject {
  readonly operation?: string | readonly string[];
  readonly method?: string | readonly string[];
  readonly path?: string;
  readonly resource?: string;
  readonly caller?: string;
  readonly instances?: readonly string[];
  readonly zone?: string;
  readonly faultDomain?: number;
  readonly extension?: string;
  readonly step?: string | readonly string[];
  readonly share?: number;
}

export type Cut = 'before' | 'after' | 'middle';

export interface AnswerChange {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly removeHeaders?: readonly string[];
  readonly body?: JsonObject;
}

/** What becomes of a request that a rule matches. */
export interface RequestEffect {
  readonly kind: 'request';
  /** A refusal of the catalogue. */
  readonly refusal: {
    readonly name: RefusalName;
    readonly message: string | null;
    readonly limit: number;
    readonly usage: number;
    readonly additional: number;
  } | null;
  readonly answer: NonNullable<RuleDocument['answer']> | null;
  readonly change: AnswerChange | null;
  readonly delay: Micros;
  readonly hangs: boolean;
  readonly cut: Cut | null;
  readonly isStale: boolean;
}

/** What lies in wait in sets, or strikes them. Instances are named as clients name them. */
export type SetEffect =
  | {
      readonly kind: 'machine';
      readonly on: Omit<ArmedSubject, 'instances'>;
      readonly effect: 'fail' | 'hang';
      readonly failure: Failure | null;
      readonly after: Micros | null;
    }
  | {
      readonly kind: 'set';
      readonly view: Failure;
      readonly operation: Failure;
      readonly after: Micros;
    }
  | {
      readonly kind: 'strike';
      readonly strike: StrikeKind;
      readonly zone: string | null;
      readonly faultDomain: number | null;
      readonly share: number | null;
      readonly failure: Failure | null;
      /** What lies in wait for machines of the zone as long as the rule is there. */
      readonly meanwhile: Failure | null;
    };

export interface Rule {
  readonly id: string;
  /** Grows from rule to rule; the order in which they are looked at. */
  readonly number: number;
  readonly document: RuleDocument;
  readonly addedAt: Instant;
  /** Null: until it is taken away. */
  readonly until: Instant | null;
  readonly effect: RequestEffect | SetEffect;
}

/** What `matchesText` is asked with: `*` stands for any characters; case counts for nothing. */
export function globOf(pattern: string, withChildren = false): RegExp {
  const source = pattern
    .split('*')
    .map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`))
    .join('.*');
  return new RegExp(`^${source}${withChildren ? '(?:/.*)?' : ''}$`, 'is');
}

/** Whether a rule speaks of a resource: of it, of something above it, or of all. */
export function concerns({ document }: Pick<Rule, 'document'>, resourceId: string): boolean {
  const pattern = document.on?.resource;
  return pattern === undefined || globOf(pattern, true).test(resourceId);
}

export function listed<T>(value: T | readonly T[] | undefined): readonly T[] | undefined {
  if (value === undefined) return undefined;
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}
