import { EmulatorError, foldCase, formatInstant, type HttpRequest, NEVER } from '../base/index.ts';
import { concerns } from '../faults/index.ts';
import { activity, modelView, nextDue, openOperations, summarize } from '../scaleset/index.ts';
import { fleetOperations } from './openapi/fleet.ts';
import { jsonReply } from './reply.ts';
import type { ControlRoute } from './types.ts';

const LIMIT_MAX = 1_000;
const LIMIT_DEFAULT = 100;
const PARAMETERS = ['resource', 'after', 'limit'];

/** One set in few numbers, none of which needs a look at a machine. */
export interface SetFacts extends ReturnType<typeof activity> {
  readonly resourceId: string;
  readonly location: string;
  readonly provisioningState: string;
  readonly orchestrationMode: string;
  /** What the model asks for. */
  readonly capacity: number;
  readonly health: ReturnType<typeof summarize>['health'];
  /** By name, machines by state. */
  readonly extensions: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly openOperations: number;
  /** When something is due in it; null when nothing is. */
  readonly nextDue: string | null;
}

/** What `GET /_lazulite/fleet` answers. */
export interface FleetView {
  readonly scaleSets: readonly SetFacts[];
  /** Pass it as `after` for the next page; null when this was the last. */
  readonly next: string | null;
}

/** All sets with what Azure's view of one does not tell: power, health, what is under way. */
export const fleetRoute: ControlRoute = {
  path: '/_lazulite/fleet',
  operations: fleetOperations,
  open: false,
  async handle(request, { fleet, scaleSets }) {
    const { resource, after, limit } = readQuery(request);
    const ids = (await scaleSets()).filter(
      (id) => foldCase(id) > after && concerns({ document: { on: { resource } } }, id),
    );
    const page: SetFacts[] = [];
    let last: string | null = null;
    for (const id of ids.slice(0, limit)) {
      last = foldCase(id);
      const set = await fleet.find(last);
      if (set === undefined) continue;
      const { genesis, facts } = modelView(set);
      const { status, health, extensions } = summarize(set);
      const due = nextDue(set);
      page.push({
        resourceId: genesis.resourceId,
        location: genesis.location,
        provisioningState: status.state,
        orchestrationMode: facts.orchestrationMode,
        capacity: facts.capacity,
        ...activity(set),
        health,
        extensions: Object.fromEntries(
          extensions.map(({ name, counts }) => [
            name,
            Object.fromEntries(counts.map(({ state, count }) => [state, count])),
          ]),
        ),
        openOperations: openOperations(set, 0).count,
        nextDue: due === NEVER ? null : formatInstant(due),
      });
    }
    const view: FleetView = { scaleSets: page, next: ids.length > limit ? last : null };
    return jsonReply(200, view);
  },
};

function readQuery({ target }: HttpRequest) {
  const [, text = ''] = target.split('?', 2);
  const query = new URLSearchParams(text);
  const odd = [...query.keys()].find((name) => !PARAMETERS.includes(name));
  if (odd !== undefined) throw bad(`"${odd}" is not known. There is ${PARAMETERS.join(', ')}.`);
  const limit = Number(query.get('limit') ?? LIMIT_DEFAULT);
  if (!Number.isInteger(limit) || limit < 1 || limit > LIMIT_MAX) {
    throw bad(`limit must be a whole number from 1 to ${LIMIT_MAX}.`);
  }
  return { resource: query.get('resource') ?? '*', after: query.get('after') ?? '', limit };
}

function bad(message: string): EmulatorError {
  return new EmulatorError('EMU_BAD_REQUEST', message);
}
