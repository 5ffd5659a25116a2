import {
  EmulatorError,
  formatInstant,
  type HttpRequest,
  type Instant,
  type JsonValue,
} from '../../base/index.ts';
import { snapshotsOperations } from '../openapi/snapshots.ts';
import { readJsonObject } from '../read-body.ts';
import { jsonReply, textReply } from '../reply.ts';
import type { ControlRoute } from '../types.ts';

/** Where snapshots are ordered; such requests are let through while all others wait for one. */
export const SNAPSHOTS_PATH = '/_lazulite/snapshots';

const NAME = /^[A-Za-z0-9][\w.-]{0,63}$/;
const HELP = `There is GET and POST ${SNAPSHOTS_PATH}, GET, PUT and DELETE …/NAME, POST …/NAME/load and GET …/NAME/diff/OTHER.`;

export interface SnapshotFacts {
  readonly name: string;
  readonly version: string;
  /** Virtual time. */
  readonly takenAt: Instant;
  readonly records: number;
  readonly bytes: number;
}

/** A snapshot as the control API shows it. */
export interface SnapshotView extends Omit<SnapshotFacts, 'takenAt'> {
  readonly takenAt: string;
}

/** What `/_lazulite/snapshots` answers. */
export interface SnapshotsView {
  readonly snapshots: readonly SnapshotView[];
}

/** How two states differ; nulls stand for nothing. */
export interface SnapshotDifference {
  /** Names of the two; `current` for the present state. */
  readonly before: string;
  readonly after: string;
  /** Ids of what is there in the second only. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly {
    readonly id: string;
    readonly changes: readonly {
      readonly path: string;
      readonly before: JsonValue;
      readonly after: JsonValue;
    }[];
  }[];
}

/** Named states of the whole emulator. `current` stands for the present one where one is read. */
export interface Snapshots {
  list(): Promise<readonly SnapshotFacts[]>;
  /** Throws EMU_BAD_REQUEST when there is one of that name. */
  save(name: string): Promise<void>;
  /** Throws EMU_NOT_FOUND, EMU_BAD_SNAPSHOT; then nothing has changed. */
  load(name: string): Promise<void>;
  remove(name: string): Promise<void>;
  /** As a file. */
  read(name: string): Promise<string>;
  /** From a file; checked first. */
  write(name: string, text: string): Promise<void>;
  diff(before: string, after: string): Promise<SnapshotDifference>;
}

/** Saves, loads, compares and moves the state of everything. */
export const snapshotsRoute: ControlRoute = {
  path: SNAPSHOTS_PATH,
  isPrefix: true,
  operations: snapshotsOperations,
  open: false,
  async handle(request, { snapshots }) {
    const [name, verb, other, ...rest] = partsOf(request);
    const order = `${request.method} ${name === undefined ? '' : 'NAME'}${verb === undefined ? '' : `/${verb}`}`;
    if (rest.length > 0) throw bad(HELP);
    switch (order) {
      case 'GET ':
        break;
      case 'POST ': {
        const { name: wanted, ...more } = readJsonObject(
          request.body,
          'Send {"name":"before-upgrade"}.',
        );
        if (typeof wanted !== 'string' || Object.keys(more).length > 0) {
          throw bad('Send {"name":"before-upgrade"}.');
        }
        await snapshots.save(checkedName(wanted));
        break;
      }
      case 'GET NAME':
        return textReply('application/x-ndjson', await snapshots.read(checkedName(name)));
      case 'PUT NAME':
        await snapshots.write(checkedName(name), new TextDecoder().decode(request.body));
        break;
      case 'DELETE NAME':
        await snapshots.remove(checkedName(name));
        break;
      case 'POST NAME/load':
        await snapshots.load(checkedName(name));
        break;
      case 'GET NAME/diff':
        return jsonReply(200, await snapshots.diff(checkedName(name), checkedName(other)));
      default:
        throw bad(HELP);
    }
    const list = await snapshots.list();
    const view: SnapshotsView = {
      snapshots: list.map((facts) => ({ ...facts, takenAt: formatInstant(facts.takenAt) })),
    };
    return jsonReply(request.method === 'GET' ? 200 : 201, view);
  },
};

function partsOf({ target }: HttpRequest): string[] {
  const [path = ''] = target.split('?', 1);
  return path.slice(SNAPSHOTS_PATH.length).split('/').slice(1);
}

function checkedName(name: string | undefined): string {
  if (name !== undefined && NAME.test(name)) return name;
  throw bad(`A snapshot's name has letters, digits, ".", "-" and "_", and not "${name ?? ''}".`);
}

function bad(message: string): EmulatorError {
  return new EmulatorError('EMU_BAD_REQUEST', message);
}
