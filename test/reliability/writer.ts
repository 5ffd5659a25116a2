import { isJsonObject } from '../../src/base/index.ts';
import type { Session, SessionAnswer } from '../../src/server/index.ts';
import { linuxSet, setPath } from '../wire/compute/support/models.ts';
import { extension } from '../wire/compute/support/models.ts';
import { expectOk, read } from './client.ts';
import type { KnownSet, Ledger } from './ledger.ts';

export const VERSION = 'api-version=2024-07-01';

const SETS_MAX = 3;
const CAPACITY_MAX = 12;
const VERBS = ['start', 'poweroff', 'restart', 'deallocate', 'reimage', 'manualupgrade'] as const;

export interface WriterParts {
  readonly session: Session;
  readonly ledger: Ledger;
  /** A whole number from 0 to below the given one; seeded. */
  readonly draw: (below: number) => number;
  /** Told of every acknowledged write. */
  readonly onAcknowledged: () => void;
}

/**
 * Changes its own sets, one request after the other, until the connection is cut; throws for
 * anything else that goes wrong.
 */
export async function write(parts: WriterParts, own: KnownSet[]): Promise<void> {
  for (;;) {
    const alive = own.filter((set) => set.isThere);
    const chosen = alive[parts.draw(Math.max(1, alive.length))];
    if (chosen === undefined || (alive.length < SETS_MAX && parts.draw(4) === 0)) {
      const made = parts.ledger.newSet();
      own.push(made);
      await put(parts, made);
      continue;
    }
    const choice = parts.draw(12);
    if (choice < 5) await resize(parts, chosen);
    else if (choice < 9) await act(parts, chosen);
    else if (choice < 11) await deleteInstances(parts, chosen);
    else await deleteSet(parts, chosen);
  }
}

async function put(parts: WriterParts, set: KnownSet): Promise<void> {
  const capacity = parts.draw(CAPACITY_MAX);
  const undo = set.expect({ exists: true, capacities: [capacity] });
  const body = linuxSet({
    capacity,
    extensions: [extension('health')],
    // Machines begun beside the wanted ones would take the place of those that are deleted.
    properties: { overprovision: false },
  });
  const answer = await parts.session.request('PUT', `${setPath(set.name)}?${VERSION}`, body);
  if (!settle(parts, answer, undo)) throw new Error(`a set was refused: ${answer.httpStatus}`);
  set.accepted({ exists: true, capacity });
}

async function resize(parts: WriterParts, set: KnownSet): Promise<void> {
  const capacity = parts.draw(CAPACITY_MAX);
  const undo = set.expect({ capacities: [capacity] });
  const answer = await parts.session.request('PATCH', `${setPath(set.name)}?${VERSION}`, {
    sku: { capacity },
  });
  if (settle(parts, answer, undo)) set.accepted({ exists: true, capacity });
}

async function act(parts: WriterParts, set: KnownSet): Promise<void> {
  const verb = VERBS[parts.draw(VERBS.length)] ?? 'start';
  const undo = set.expect({});
  const answer = await parts.session.request('POST', `${setPath(set.name)}/${verb}?${VERSION}`, {
    instanceIds: parts.draw(2) === 0 ? ['*'] : [String(parts.draw(4))],
  });
  if (settle(parts, answer, undo)) set.accepted({ exists: true, capacity: set.capacity });
}

/** How many of the named machines there were is known when the set is asked again. */
async function deleteInstances(parts: WriterParts, set: KnownSet): Promise<void> {
  const instanceIds = ['0', '1', '2'].slice(parts.draw(3));
  const before = set.capacity;
  const capacities = instanceIds.map((_, index) => Math.max(0, before - index - 1));
  const undo = set.expect({ capacities });
  const target = `${setPath(set.name)}/delete?${VERSION}`;
  const answer = await parts.session.request('POST', target, { instanceIds });
  if (!settle(parts, answer, undo)) return;
  const commands = Math.max(...set.commands);
  set.commands = new Set([commands]);
  set.accepted({ exists: true, capacity: await readCapacity(parts.session, set) });
}

async function deleteSet(parts: WriterParts, set: KnownSet): Promise<void> {
  const undo = set.expect({ exists: false });
  const answer = await parts.session.request('DELETE', `${setPath(set.name)}?${VERSION}`);
  if (settle(parts, answer, undo)) set.accepted({ exists: false, capacity: set.capacity });
}

async function readCapacity(session: Session, set: KnownSet): Promise<number> {
  const body = await read(session, `${setPath(set.name)}?${VERSION}`);
  const sku = isJsonObject(body) ? body['sku'] : undefined;
  return isJsonObject(sku) ? Number(sku['capacity']) : Number.NaN;
}

/** Notes an answer; false when the request was refused, which leaves everything as it was. */
function settle(parts: WriterParts, answer: SessionAnswer, undo: () => void): boolean {
  if (answer.httpStatus === 400 || answer.httpStatus === 409) {
    undo();
    return false;
  }
  expectOk(answer, 'a write');
  const link = answer.headers['azure-asyncoperation'];
  if (link === undefined) throw new Error('a write was accepted without an operation');
  parts.ledger.operations.add(link);
  parts.ledger.acknowledged += 1;
  parts.onAcknowledged();
  return true;
}
