import { EmulatorError, foldCase, type Instant } from '../../base/index.ts';
import {
  concerns,
  parseRule,
  type Rule,
  type RuleBook,
  type RuleDocument,
} from '../../faults/index.ts';
import type { Fleet } from '../../fleet/index.ts';
import { type Armed, armedFaults, type ScaleSet } from '../../scaleset/index.ts';
import type { Store, Write } from '../../store/index.ts';
import { armedBy, strikeOf } from './arm.ts';
import { checkAgainstSets } from './check-against-sets.ts';

export interface FaultDirectorOptions {
  readonly book: RuleBook;
  readonly store: Store;
  readonly fleet: Pick<Fleet, 'find' | 'change'>;
  readonly operationIds: readonly string[];
  /** Ids of all scale sets that there are. */
  readonly scaleSets: () => Promise<readonly string[]>;
  readonly now: () => Instant;
}

/** A rule with what it has done. */
export interface RuleState {
  readonly rule: Rule;
  /** Requests, or machines and operations of sets. */
  readonly hits: number;
  readonly isOver: boolean;
}

/** How a rule stands in the store. */
interface Kept {
  readonly number: number;
  readonly addedAt: Instant;
  readonly id: string;
  readonly seen: number;
  readonly document: RuleDocument;
}

const COLLECTION = 'faults';
/** One document: the number of the rule that was added last, which may be gone. */
const NUMBERS = 'fault-numbers';
const LAST = 'last';
const RULES_MAX = 1_000;

/**
 * Keeps the rules in the store and sees to it that sets know theirs: what lies in wait in a set, and what
 * strikes it, are commands in its journal. A rule is written before the sets are told, and taken away
 * after; so whatever a crash leaves undone is done at the next start.
 */
export class FaultDirector {
  readonly #options: FaultDirectorOptions;
  #lastNumber = 0;

  constructor(options: FaultDirectorOptions) {
    this.#options = options;
  }

  /** After a start: reads the rules, and tells sets what they do not know yet. */
  async resume(): Promise<void> {
    const { store, book } = this.#options;
    const last = await store.getDocument(NUMBERS, LAST);
    this.#lastNumber = last === undefined ? 0 : Number(last.value);
    const documents = await store.listDocuments(COLLECTION, { prefix: '', limit: RULES_MAX });
    for (const { value } of documents) {
      const { seen, ...kept } = JSON.parse(value) as Kept;
      book.add(this.#parse(kept.document, kept), seen);
    }
    const ofSets = book.rules.filter(({ effect }) => effect.kind !== 'request');
    if (ofSets.length > 0) await this.#tellSets(ofSets);
  }

  /** What lies in wait in a set that is just being made; undefined for nothing. */
  armedFor(resourceId: string): Armed | undefined {
    const { book } = this.#options;
    if (book.rules.length === 0) return undefined;
    const armed = armedBy(this.#rulesOf(resourceId), undefined);
    return armed.faults.length + armed.setFailures.length === 0 ? undefined : armed;
  }

  /** All of them or none. Throws EMU_BAD_FAULT. */
  async add(documents: readonly unknown[]): Promise<readonly RuleState[]> {
    const { book, store, fleet, scaleSets } = this.#options;
    if (book.rules.length + documents.length > RULES_MAX) {
      throw bad(`There are ${RULES_MAX} rules at most. Take some away first.`);
    }
    const rules = documents.map((document, index) => {
      const number = this.#lastNumber + 1 + index;
      return this.#parse(document, { number, id: `fault-${number}`, addedAt: this.#options.now() });
    });
    for (const [index, { id }] of rules.entries()) {
      const isTwice = rules.findIndex((rule) => rule.id === id) !== index;
      if (isTwice || book.find(id) !== undefined) {
        throw bad(
          `There is a rule "${id}" already. Take it away first, or give the new one another id.`,
        );
      }
    }
    await checkAgainstSets(rules, await scaleSets(), fleet);
    // Numbers are not given twice, also after a restart: ids and what is drawn by chance depend on them.
    const lastNumber = this.#lastNumber + rules.length;
    await store.commit([...rules.map((rule) => put(rule, 0)), putLast(lastNumber)]);
    this.#lastNumber = lastNumber;
    for (const rule of rules) book.add(rule);
    const ofSets = rules.filter(({ effect }) => effect.kind !== 'request');
    if (ofSets.length > 0) await this.#tellSets(ofSets, ofSets);
    return await Promise.all(rules.map((rule) => this.#state(rule)));
  }

  async list(): Promise<readonly RuleState[]> {
    return await Promise.all(this.#options.book.rules.map((rule) => this.#state(rule)));
  }

  async find(id: string): Promise<RuleState> {
    return await this.#state(this.#required(id));
  }

  async remove(id: string): Promise<void> {
    await this.#remove([this.#required(id)]);
  }

  async clear(): Promise<void> {
    await this.#remove(this.#options.book.rules);
  }

  /** Writes down how often a rule on requests was met. */
  async keep(rule: Rule): Promise<void> {
    const { store, book } = this.#options;
    await store.commit([put(rule, book.seen(rule.id))]);
  }

  async #remove(rules: readonly Rule[]): Promise<void> {
    const { book, store } = this.#options;
    const gone = new Set(rules.map(({ id }) => id));
    const ofSets = rules.filter(({ effect }) => effect.kind !== 'request');
    if (ofSets.length > 0) await this.#tellSets(ofSets, [], gone);
    if (rules.length > 0) await store.commit(rules.map(remove));
    for (const id of gone) book.remove(id);
  }

  /** @param striking Those that strike now. @param gone Those that hold no longer. */
  async #tellSets(
    rules: readonly Rule[],
    striking: readonly Rule[] = [],
    gone: ReadonlySet<string> = new Set(),
  ): Promise<void> {
    for (const resourceId of await this.#options.scaleSets()) {
      const concerning = rules.filter((rule) => concerns(rule, resourceId));
      if (concerning.length === 0) continue;
      await this.#arm(resourceId, gone);
      for (const rule of striking)
        if (concerning.includes(rule)) await this.#strike(resourceId, rule);
      for (const { id, effect } of concerning) {
        if (!gone.has(id) || effect.kind !== 'strike' || effect.strike !== 'loseZone') continue;
        if (effect.zone !== null) await this.#recover(resourceId, effect.zone);
      }
    }
  }

  async #arm(resourceId: string, gone: ReadonlySet<string>): Promise<void> {
    const rules = this.#rulesOf(resourceId).filter(({ id }) => !gone.has(id));
    const set = await this.#options.fleet.find(foldCase(resourceId));
    if (set === undefined || hasJust(set, armedBy(rules, set))) return;
    await this.#change(resourceId, (current) => ({
      kind: 'armFaults',
      ...armedBy(rules, current),
    }));
  }

  async #strike(resourceId: string, rule: Rule): Promise<void> {
    await this.#change(resourceId, (current) => {
      const strike = strikeOf(rule, current);
      return strike && { kind: 'strike', strike };
    });
  }

  async #recover(resourceId: string, zone: string): Promise<void> {
    await this.#change(resourceId, () => ({ kind: 'recoverZone', zone }));
  }

  /** A set that is gone meanwhile, or going, has nothing more to fear. */
  async #change(
    resourceId: string,
    commandOf: (current: ScaleSet) => Order | undefined,
  ): Promise<void> {
    await this.#options.fleet.change<'nothing'>(
      foldCase(resourceId),
      ({ current, now: at, operationId }) => {
        const order = current && commandOf(current);
        if (order === undefined) return { kind: 'refuse', refusal: 'nothing' };
        return { kind: 'command', command: { ...order, at, operationId } };
      },
    );
  }

  /** In force, in their order. */
  #rulesOf(resourceId: string): readonly Rule[] {
    const { book, now } = this.#options;
    return book.rules
      .filter((rule) => !book.isOver(rule, now()) && concerns(rule, resourceId))
      .sort((one, other) => one.number - other.number);
  }

  async #state(rule: Rule): Promise<RuleState> {
    const { book, fleet, scaleSets, now } = this.#options;
    const isOver = book.isOver(rule, now());
    if (rule.effect.kind === 'request') return { rule, hits: book.hits(rule), isOver };
    let hits = 0;
    for (const resourceId of await scaleSets()) {
      if (!concerns(rule, resourceId)) continue;
      const set = await fleet.find(foldCase(resourceId));
      hits += (set && armedFaults(set).get(rule.id)) ?? 0;
    }
    return { rule, hits, isOver };
  }

  #parse(document: unknown, { number, id, addedAt: now }: Omit<Kept, 'seen' | 'document'>): Rule {
    return parseRule(document, { number, id, now, operationIds: this.#options.operationIds });
  }

  #required(id: string): Rule {
    const rule = this.#options.book.find(id);
    if (rule !== undefined) return rule;
    throw new EmulatorError('EMU_NOT_FOUND', `There is no fault rule "${id}".`);
  }
}

type Order =
  | ({ readonly kind: 'armFaults' } & Armed)
  | { readonly kind: 'strike'; readonly strike: NonNullable<ReturnType<typeof strikeOf>> }
  | { readonly kind: 'recoverZone'; readonly zone: string };

function hasJust(set: ScaleSet, { faults, setFailures }: Armed): boolean {
  const known = [...armedFaults(set).keys()];
  const wanted = [...faults, ...setFailures].map(({ id }) => id);
  return known.length === wanted.length && wanted.every((id) => known.includes(id));
}

function put({ id, number, addedAt, document }: Rule, seen: number): Write {
  const kept: Kept = { id, number, addedAt, seen, document };
  return { kind: 'put', collection: COLLECTION, key: keyOf(number), value: JSON.stringify(kept) };
}

function putLast(number: number): Write {
  return { kind: 'put', collection: NUMBERS, key: LAST, value: String(number) };
}

function remove({ number }: Rule): Write {
  return { kind: 'delete', collection: COLLECTION, key: keyOf(number) };
}

/** So that keys are ordered as numbers are. */
function keyOf(number: number): string {
  return String(number).padStart(10, '0');
}

function bad(message: string): EmulatorError {
  return new EmulatorError('EMU_BAD_FAULT', message);
}
