import { EmulatorError, isJsonObject, type JsonObject } from '../base/index.ts';
import { scenariosOperations } from './openapi/scenarios.ts';
import { readJsonObject } from './read-body.ts';
import { jsonReply } from './reply.ts';
import type { ControlRoute } from './types.ts';

const PATH = '/_lazulite/scenarios';
const FORM = 'Send {"name":"reference-page"}, or {"document":{…}} with a scenario of your own.';

export interface ScenarioFacts {
  readonly name: string;
  readonly description: string;
  /** Links: where it was seen. */
  readonly source: readonly string[];
}

/** What `GET /_lazulite/scenarios` answers. */
export interface ScenariosView {
  readonly scenarios: readonly ScenarioFacts[];
}

/** What was made in this emulator. */
export interface MadeView {
  readonly scenario: string;
  /** Sets, and deployments of templates. */
  readonly resources: number;
}

/** What became of one step. */
export interface PlayedStep {
  /** In the document; null where it cannot be told. */
  readonly line: number | null;
  readonly what: string;
  /** Virtual time at its end. */
  readonly at: string;
  /** Null when it went as expected. */
  readonly problem: string | null;
}

export interface PlayedView {
  readonly scenario: string;
  readonly passed: boolean;
  readonly steps: readonly PlayedStep[];
  /** SHA-256 of all answers. */
  readonly transcript: string;
}

/** A shipped one, or a document. */
export type ScenarioChoice = { readonly name: string } | { readonly document: JsonObject };

/** All throw EMU_BAD_SCENARIO. */
export interface Scenarios {
  list(): Promise<readonly ScenarioFacts[]>;
  read(name: string): Promise<JsonObject>;
  make(choice: ScenarioChoice): Promise<MadeView>;
  play(choice: ScenarioChoice, seed: number | undefined): Promise<PlayedView>;
}

/** Lists and shows scenarios, makes one's sets here, or plays one on an emulator of its own. */
export const scenariosRoute: ControlRoute = {
  path: PATH,
  isPrefix: true,
  operations: scenariosOperations,
  open: false,
  async handle({ method, target, body }, { scenarios }) {
    const [path = ''] = target.split('?', 1);
    const part = path.slice(PATH.length + 1);
    if (method === 'GET') {
      if (part === '') return jsonReply(200, { scenarios: await scenarios.list() });
      return jsonReply(200, await scenarios.read(part));
    }
    const { seed, ...wanted } = readJsonObject(body, FORM);
    if (part === 'make' && seed === undefined) {
      return jsonReply(201, await scenarios.make(choiceOf(wanted)));
    }
    if (part !== 'play') throw bad(`There is POST ${PATH}/make, and ${PATH}/play with a seed.`);
    if (seed !== undefined && !(Number.isInteger(seed) && Number(seed) >= 0)) {
      throw bad('seed must be a whole number from 0 on.');
    }
    return jsonReply(
      200,
      await scenarios.play(choiceOf(wanted), seed === undefined ? undefined : Number(seed)),
    );
  },
};

function choiceOf({ name, document, ...rest }: JsonObject): ScenarioChoice {
  if (Object.keys(rest).length === 0) {
    if (typeof name === 'string' && document === undefined) return { name };
    if (isJsonObject(document) && name === undefined) return { document };
  }
  throw bad(FORM);
}

function bad(message: string): EmulatorError {
  return new EmulatorError('EMU_BAD_REQUEST', message);
}
