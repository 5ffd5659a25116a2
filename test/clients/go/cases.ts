import path from 'node:path';

/** A program of this folder: its sources, and what it reports, in this order. */
export interface GoProgram {
  readonly title: string;
  readonly name: string;
  readonly packages: string;
  readonly apiVersion: string;
  /** What is needed beside the URL of the emulator. */
  readonly needs: string;
  readonly sources: readonly string[];
  readonly cases: readonly string[];
}

const TRACK_1 =
  'azure-sdk-for-go v68, track 1 (`golang-github-azure-azure-sdk-for-go-dev` of Debian 12)';

/** Built by Debian 12's Go out of Debian 12's packages. */
export const GO_TRACK_1: readonly GoProgram[] = [
  {
    title: 'Go, newest api-version',
    name: 'newest',
    packages: TRACK_1,
    apiVersion: '2022-08-01',
    needs: '',
    sources: sourcesOf('report', 'track1', 'newest'),
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
    title: 'Go, oldest api-version',
    name: 'oldest',
    packages: TRACK_1,
    apiVersion: '2015-06-15',
    needs: '',
    sources: sourcesOf('report', 'track1', 'oldest'),
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

/** Built and run in the Debian 13 root (support/debian-root.sh). */
export const GO_TRACK_2: GoProgram = {
  title: 'Go, track 2',
  name: 'track2',
  packages:
    'armcompute v4.0.0, armresources v1.0.0, azcore v1.10.0 and azidentity v1.5.1 (carried by `golang-gitlab-gitlab-org-gitaly-dev` of Debian 13)',
  apiVersion: '2022-08-01',
  needs: '`DisableInstanceDiscovery: true` on the credential',
  sources: sourcesOf('report', 'track2'),
  cases: [
    'signs in and makes a resource group',
    'creates a set and waits for it',
    'reads the set',
    'reads the instance view',
    'lists sets and instances',
    'powers off one instance and starts all',
    'scales out by an update',
    'goes on with an operation by its resume token',
    'deletes instances',
    'a set that is not there: 404 ResourceNotFound',
    'an operation that fails: its code',
    'a secret that is wrong: 401 of the sign-in',
    'follows the next link of a list of 121 machines',
    'deletes a set',
  ],
};

function sourcesOf(...names: readonly string[]): readonly string[] {
  return names.map((name) => path.join(import.meta.dirname, `${name}.go`));
}
