import { createEmulator } from '../emulator.ts';
import { type PlayOptions, playScenario, type ScenarioReport } from './play-scenario.ts';
import { loadScenario } from './scenario.ts';

export interface RunOptions extends Pick<PlayOptions, 'options' | 'onStep'> {
  /** A shipped name or a file. */
  readonly choice: string;
}

/** Plays a scenario that ships, or of a file. Throws EMU_BAD_SCENARIO for a document that is wrong. */
export async function runScenario({ choice, ...options }: RunOptions): Promise<ScenarioReport> {
  const scenario = await loadScenario(choice);
  const { lifecycle } = scenario;
  return await playScenario({
    ...options,
    scenario,
    create: (config) => createEmulator(config, { scenario, ...(lifecycle && { lifecycle }) }),
  });
}
