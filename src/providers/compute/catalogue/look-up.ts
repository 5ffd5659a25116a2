import type { ArmReply, ArmRequest, Operation } from '../../../arm/index.ts';
import type { ComputeServices } from '../services.ts';
import { readLocation } from './locations.ts';

/** The names in a path of the catalogue; each path has some of them. */
export type Names = Readonly<
  Record<'publisherName' | 'offer' | 'skus' | 'version' | 'type', string>
>;

/** Where an answer is from; its ids are made of it. */
interface Place {
  readonly subscriptionId: string;
  readonly location: string;
}

interface LookUp {
  readonly at: Place;
  readonly params: Names;
  readonly request: ArmRequest;
}

/** An operation that reads the catalogue of its location. */
export function lookUp(
  operationId: string,
  path: string,
  answer: (look: LookUp) => unknown,
): Operation<ComputeServices> {
  return {
    operationId,
    method: 'GET',
    path,
    longRunning: false,
    async handle(request, services): Promise<ArmReply> {
      const location = readLocation(request, services, 'locations/publishers');
      const params = request.params as Names;
      const subscriptionId = request.params['subscriptionId'] ?? '';
      const json = answer({ at: { subscriptionId, location }, params, request });
      return { httpStatus: 200, speaker: 'provider', body: { json } };
    },
  };
}

/** Ids of the catalogue are spelled unlike all others (recorded az tests). */
export function item({ subscriptionId, location }: Place, name: string, path: string) {
  return {
    location,
    name,
    id: `/Subscriptions/${subscriptionId}/Providers/Microsoft.Compute/Locations/${location}/${path}`,
  };
}

export function distinct(names: readonly string[]): string[] {
  return [...new Map(names.map((name) => [name.toLowerCase(), name])).values()];
}

export function byName(a: string, b: string): number {
  return a.toLowerCase() < b.toLowerCase() ? -1 : 1;
}
