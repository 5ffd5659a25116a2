import { readFileSync, writeFileSync } from 'node:fs';
import { EmulatorError } from '../../base/index.ts';
import {
  loadScenario,
  runScenario,
  scenarioFile,
  type ScenarioReport,
  shippedScenarios,
  type StepReport,
} from '../../server/index.ts';
import { textTable } from '../text-table.ts';
import type { CommandContext } from './context.ts';

export interface ScenarioOptions {
  readonly store?: string;
  readonly seed?: string;
  readonly json?: true;
  readonly junit?: string;
}

/** Lists, shows, checks and plays scenarios. Resolves to the exit code: 1 when one did not go as expected. */
export async function commandScenario(
  action: string | undefined,
  choices: readonly string[],
  options: ScenarioOptions,
  { terminal }: CommandContext,
): Promise<number> {
  switch (action ?? 'list') {
    case 'list': {
      const scenarios = await Promise.all(shippedScenarios().map((name) => loadScenario(name)));
      const rows = scenarios.map(({ name, description }) => [name, description]);
      const asJson = scenarios.map(({ name, description, source }) => ({
        name,
        description,
        source,
      }));
      terminal.write(
        options.json ? `${JSON.stringify(asJson)}\n` : textTable(['scenario', 'is'], rows),
      );
      return 0;
    }
    case 'show':
      for (const choice of required(action, choices)) {
        terminal.write(readFileSync(scenarioFile(choice), 'utf8'));
      }
      return 0;
    case 'validate':
      for (const choice of required(action, choices)) {
        const { name, sets, timeline } = await loadScenario(choice);
        terminal.write(`${name} is valid: ${sets.length} sets, ${timeline.length} steps.\n`);
      }
      return 0;
    case 'run':
      return await run(required(action, choices), options, terminal);
    default:
      throw bad(`scenario knows list, show, validate and run, not "${action}".`);
  }
}

async function run(
  choices: readonly string[],
  { store, seed, json, junit }: ScenarioOptions,
  terminal: CommandContext['terminal'],
): Promise<number> {
  const reports: ScenarioReport[] = [];
  for (const choice of choices) {
    if (!json) terminal.write(`${choice}\n`);
    const report = await runScenario({
      choice,
      options: {
        ...(store === undefined ? {} : { store }),
        ...(seed === undefined ? {} : { seed }),
      },
      ...(json ? {} : { onStep: (step) => terminal.write(lineOf(step)) }),
    });
    reports.push(report);
    if (!json) terminal.write(`${summary(report)}\n\n`);
  }
  if (json) terminal.write(`${JSON.stringify(reports)}\n`);
  if (junit !== undefined) write(junit, junitOf(reports));
  return reports.every(({ passed }) => passed) ? 0 : 1;
}

function lineOf({ line, what, at, problem }: StepReport): string {
  const mark = problem === undefined ? 'ok  ' : 'FAIL';
  const where = line === undefined ? '' : `line ${line}`;
  const reason = problem === undefined ? '' : `\n        ${problem}`;
  return `  ${mark}  ${at.slice(0, 19)}  ${where.padEnd(9)} ${what}${reason}\n`;
}

function summary({ passed, steps, transcript }: ScenarioReport): string {
  const result = passed ? `passed, ${steps.length} steps` : `failed at step ${steps.length}`;
  return `  ${result}; transcript ${transcript.slice(0, 16)}`;
}

/** The form that CI servers read. */
function junitOf(reports: readonly ScenarioReport[]): string {
  const failures = reports.filter(({ passed }) => !passed).length;
  const cases = reports.map(({ scenario, steps }) => {
    const failed = steps.find(({ problem }) => problem !== undefined);
    const failure =
      failed === undefined
        ? ''
        : `<failure message="${escaped(`line ${failed.line ?? '?'}, ${failed.what}: ${failed.problem ?? ''}`)}"/>`;
    return `  <testcase classname="scenario" name="${escaped(scenario)}">${failure}</testcase>\n`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuite name="lazulite" tests="${reports.length}" failures="${failures}">\n${cases.join('')}</testsuite>\n`;
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#10;');
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (cause) {
    throw new EmulatorError('EMU_BAD_OPTION', `${file} cannot be written: ${String(cause)}`, {
      cause,
    });
  }
}

function required(action: string | undefined, choices: readonly string[]): readonly string[] {
  if (choices.length > 0) return choices;
  throw bad(`Say which: scenario ${action ?? 'run'} late-allocation-failure, or a file`);
}

function bad(message: string): EmulatorError {
  return new EmulatorError('EMU_BAD_OPTION', message);
}
