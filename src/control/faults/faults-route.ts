import {
  EmulatorError,
  formatInstant,
  type HttpRequest,
  type JsonValue,
} from '../../base/index.ts';
import { type NamedFault, namedFaults, type RuleDocument } from '../../faults/index.ts';
import { faultCatalogueOperations, faultsOperations } from '../openapi/faults.ts';
import { decodePath } from '../read-path.ts';
import { jsonReply } from '../reply.ts';
import type { ControlRoute } from '../types.ts';
import type { RuleState } from './fault-director.ts';

const PATH = '/_lazulite/faults';

/** A rule as the control API shows it. */
export interface FaultView extends RuleDocument {
  readonly id: string;
  readonly addedAt: string;
  /** When it is over by itself; null when somebody has to take it away. */
  readonly until: string | null;
  readonly state: 'active' | 'over' | 'spent';
  /** Requests, or machines and operations, that it has met. */
  readonly hits: number;
}

/** What `/_lazulite/faults` answers. */
export interface FaultsView {
  readonly faults: readonly FaultView[];
}

/** What `/_lazulite/faultcatalogue` answers. */
export interface FaultCatalogueView {
  readonly faults: readonly (Pick<NamedFault, 'kind' | 'summary' | 'source'> & {
    readonly name: string;
  })[];
}

/** What goes wrong on command: rules, in the order in which they are looked at. */
export const faultsRoute: ControlRoute = {
  path: PATH,
  isPrefix: true,
  operations: faultsOperations,
  open: false,
  async handle(request, { faults }) {
    const id = idOf(request);
    if (request.method === 'POST') {
      if (id !== undefined) throw bad(`A rule is added at ${PATH}; its id stands in the body.`);
      const body = readRules(request.body);
      const added = await faults.add(Array.isArray(body) ? body : [body]);
      return jsonReply(201, { faults: added.map(viewOf) });
    }
    if (request.method === 'DELETE') {
      await (id === undefined ? faults.clear() : faults.remove(id));
      return jsonReply(200, { faults: (await faults.list()).map(viewOf) });
    }
    if (id !== undefined) return jsonReply(200, viewOf(await faults.find(id)));
    return jsonReply(200, { faults: (await faults.list()).map(viewOf) });
  },
};

/** What there is to choose from. */
export const faultCatalogueRoute: ControlRoute = {
  path: '/_lazulite/faultcatalogue',
  operations: faultCatalogueOperations,
  open: false,
  handle() {
    const faults = Object.entries(namedFaults).map(([name, { kind, summary, source }]) => ({
      name,
      kind,
      summary,
      source,
    }));
    const view: FaultCatalogueView = { faults };
    return Promise.resolve(jsonReply(200, view));
  },
};

function viewOf({ rule, hits, isOver }: RuleState): FaultView {
  const { document, id, addedAt, until } = rule;
  const isSpent = document.times !== undefined && hits >= document.times;
  return {
    ...document,
    id,
    addedAt: formatInstant(addedAt),
    until: until === null ? null : formatInstant(until),
    state: isOver ? 'over' : isSpent ? 'spent' : 'active',
    hits,
  };
}

function idOf({ target }: HttpRequest): string | undefined {
  const [path = ''] = target.split('?', 1);
  return path === PATH ? undefined : decodePath(path.slice(PATH.length + 1));
}

function readRules(body: Uint8Array): JsonValue {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as JsonValue;
  } catch (cause) {
    throw new EmulatorError(
      'EMU_BAD_FAULT',
      'The body is not JSON. Send a rule, or a list of rules.',
      {
        cause,
      },
    );
  }
}

function bad(message: string): EmulatorError {
  return new EmulatorError('EMU_BAD_REQUEST', message);
}
