import { EmulatorError, isJsonObject, type JsonObject, type JsonValue } from '../../base/index.ts';
import type { ScenarioChoice, Scenarios } from '../../control/index.ts';
import { readDocumentFile } from '../document-file.ts';
import { type CreateStage, playScenario } from './play-scenario.ts';
import {
  loadScenario,
  type Scenario,
  scenarioFile,
  scenarioOf,
  shippedScenarios,
} from './scenario.ts';

export interface ScenariosParts {
  /** Makes what a scenario begins with in the running emulator. */
  readonly apply: (scenario: Scenario) => Promise<void>;
  readonly create: CreateStage;
}

export function createScenarios({ apply, create }: ScenariosParts): Scenarios {
  return {
    async list() {
      const all = await Promise.all(shippedScenarios().map((name) => loadScenario(name)));
      return all.map(({ name, description, source }) => ({ name, description, source }));
    },
    async read(name) {
      const kind = { code: 'EMU_BAD_SCENARIO', what: 'scenario' } as const;
      return (await readDocumentFile(scenarioFile(shipped(name)), kind)).value as JsonObject;
    },
    async make(choice) {
      const scenario = await chosen(choice);
      await apply(scenario);
      return { scenario: scenario.name, resources: scenario.sets.length };
    },
    async play(choice, seed) {
      const scenario = await chosen(choice);
      const options = seed === undefined ? {} : { seed };
      const { passed, steps, transcript } = await playScenario({ scenario, create, options });
      return {
        scenario: scenario.name,
        passed,
        steps: steps.map(({ line = null, problem = null, ...step }) => ({
          ...step,
          line,
          problem,
        })),
        transcript,
      };
    },
  };
}

async function chosen(choice: ScenarioChoice): Promise<Scenario> {
  if ('name' in choice) return await loadScenario(shipped(choice.name));
  const { document } = choice;
  refuseFiles(document);
  return await scenarioOf(document);
}

/** Names only: whoever asks over the wire reads no files of this machine. */
function shipped(name: string): string {
  if (shippedScenarios().includes(name)) return name;
  throw bad(`There is no scenario "${name}"; there are ${shippedScenarios().join(', ')}.`);
}

function refuseFiles({ lifecycle, resources }: JsonObject): void {
  const items = Array.isArray(resources) ? resources : [];
  const named = items.flatMap((item) => {
    if (!isJsonObject(item)) return [];
    const { scaleSet, template, parameters } = item;
    const { from, instances } = isJsonObject(scaleSet) ? scaleSet : ({} as JsonObject);
    return [item['lifecycle'], template, parameters, from, instances].map((value, index) =>
      index === 0 ? fileOf(value) : value,
    );
  });
  const file = [fileOf(lifecycle), ...named].find((value) => typeof value === 'string');
  if (file === undefined) return;
  throw bad(`A scenario that is sent cannot name a file (${file}): put what is in it there.`);
}

/** A life cycle can be named, too. */
function fileOf(lifecycle: JsonValue | undefined): JsonValue | undefined {
  return typeof lifecycle === 'string' && /[./\\]/.test(lifecycle) ? lifecycle : undefined;
}

function bad(message: string): EmulatorError {
  return new EmulatorError('EMU_BAD_SCENARIO', message);
}
