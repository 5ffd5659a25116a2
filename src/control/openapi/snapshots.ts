import type {
  SnapshotDifference,
  SnapshotsView,
  SnapshotView,
} from '../snapshots/snapshots-route.ts';
import { answer, type DescribedOperation, inPath } from './describe.ts';
import { anything, instant, integer, list, named, object, order, text } from './schema.ts';

type Changed = SnapshotDifference['changed'][number];

const snapshots = named(
  'Snapshots',
  object<SnapshotsView>({
    snapshots: list(
      named(
        'Snapshot',
        object<SnapshotView>({
          name: text(),
          version: text('Of the package that took it.'),
          takenAt: instant('In virtual time.'),
          records: integer(),
          bytes: integer(),
        }),
      ),
    ),
  }),
);

const difference = named(
  'SnapshotDifference',
  object<SnapshotDifference>({
    before: text('The name of the first.'),
    after: text('The name of the second; `current` for the present state.'),
    added: list(text(), 'Ids of what is there in the second only.'),
    removed: list(text(), 'Ids of what is there in the first only.'),
    changed: list(
      object<Changed>({
        id: text(),
        changes: list(
          object<Changed['changes'][number]>({
            path: text(),
            before: anything('Null for nothing.'),
            after: anything('Null for nothing.'),
          }),
        ),
      }),
    ),
  }),
);

const name = inPath('name', 'Letters, digits, ".", "-" and "_".');
const FILE = 'application/x-ndjson';
const file = text('Made by another emulator or release, too.');
const after = answer(201, 'All snapshots then.', snapshots);

export const snapshotsOperations: readonly DescribedOperation[] = [
  {
    method: 'GET',
    operationId: 'listSnapshots',
    summary: 'The snapshots that there are.',
    answers: answer(200, 'All snapshots.', snapshots),
    refusals: [],
  },
  {
    method: 'POST',
    operationId: 'saveSnapshot',
    summary: 'Saves the state of everything under a name.',
    body: {
      required: true,
      schema: named('SnapshotOrder', order<{ readonly name: string }>({ name: text() })),
    },
    answers: after,
    refusals: ['EMU_BAD_REQUEST'],
  },
  {
    method: 'GET',
    below: '/{name}',
    operationId: 'readSnapshot',
    summary: 'A snapshot as a file.',
    parameters: [name],
    answers: [{ httpStatus: 200, description: 'The file.', mediaType: FILE, schema: file }],
    refusals: ['EMU_BAD_REQUEST', 'EMU_NOT_FOUND'],
  },
  {
    method: 'PUT',
    below: '/{name}',
    operationId: 'writeSnapshot',
    summary: 'Keeps a snapshot from a file, which is checked first.',
    parameters: [name],
    body: { required: true, mediaType: FILE, schema: file },
    answers: after,
    refusals: ['EMU_BAD_REQUEST', 'EMU_BAD_SNAPSHOT'],
  },
  {
    method: 'DELETE',
    below: '/{name}',
    operationId: 'removeSnapshot',
    summary: 'Takes a snapshot away.',
    parameters: [name],
    answers: after,
    refusals: ['EMU_BAD_REQUEST', 'EMU_NOT_FOUND'],
  },
  {
    method: 'POST',
    below: '/{name}/load',
    operationId: 'loadSnapshot',
    summary: 'Everything is from here on as it was in the snapshot.',
    parameters: [name],
    answers: after,
    refusals: ['EMU_BAD_REQUEST', 'EMU_NOT_FOUND', 'EMU_BAD_SNAPSHOT'],
  },
  {
    method: 'GET',
    below: '/{name}/diff/{other}',
    operationId: 'compareSnapshots',
    summary: 'What is different in another snapshot.',
    parameters: [name, inPath('other', 'Another one, or `current` for the present state.')],
    answers: answer(200, 'By resource and member.', difference),
    refusals: ['EMU_BAD_REQUEST', 'EMU_NOT_FOUND', 'EMU_BAD_SNAPSHOT'],
  },
];
