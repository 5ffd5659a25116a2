import path from 'node:path';

/** A program of this folder: its sources, and what it reports, in this order. */
export interface GoProgram {
  readonly name: string;
  readonly apiVersion: string;
  readonly sources: readonly string[];
  readonly cases: readonly string[];
}

export const GO_PROGRAMS: readonly GoProgram[] = [
  {
    name: 'newest',
    apiVersion: '2022-08-01',
    sources: sourcesOf('newest'),
    cases: [
      'signs in and makes a resource group',
      'creates a set and waits for it',
      'reads the set',
      'reads the instance view',
      'lists sets and instances',
      'powers off one instance and starts all',
      'scales out by an update',
      'deletes instances',
      'a set that is not there: 404 ResourceNotFound',
      'an operation that fails: its code',
      'deletes a set',
    ],
  },
  {
    name: 'oldest',
    apiVersion: '2015-06-15',
    sources: sourcesOf('oldest'),
    cases: [
      'signs in and makes a resource group',
      'creates a set and waits for it',
      'reads the instance view',
      'lists sets and instances',
      'scales out by a whole PUT',
      'a set that is not there: 404 ResourceNotFound',
      'an operation that fails: its code',
      'deletes a set',
    ],
  },
];

function sourcesOf(name: string): readonly string[] {
  return ['report.go', `${name}.go`].map((file) => path.join(import.meta.dirname, file));
}
