import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';

/**
 * `npm run check`: format, lint, types, rooms, dead code. Each tool must say how many files it
 * looked at; one that looked at fewer than there are has passed nothing and fails the check.
 */
interface Check {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Finds the number of files in what the tool printed. */
  readonly filesLookedAt: (output: string) => number;
}

const sourceCount = globSync('src/**/*.ts').length;

const checks: readonly Check[] = [
  {
    name: 'format',
    command: 'oxfmt',
    args: ['--check'],
    filesLookedAt: (output) => numberIn(output, /on (\d+) files/),
  },
  {
    name: 'lint',
    command: 'oxlint',
    args: [],
    filesLookedAt: (output) => numberIn(output, /on (\d+) files/),
  },
  {
    name: 'types',
    command: 'tsc',
    // With declarations, as a type that the build cannot name is found by nothing else.
    args: ['-p', '.', '--declaration', '--listFiles'],
    filesLookedAt: (output) =>
      output.split('\n').filter((line) => /\/src\/.*\.ts$/.test(line)).length,
  },
  {
    name: 'rooms',
    command: 'node',
    args: ['--test', '--test-reporter=tap', 'src/*.test.ts'],
    // The tests themselves fail on an empty scan; here it matters that they ran.
    filesLookedAt: (output) => (numberIn(output, /^# pass (\d+)/m) > 0 ? sourceCount : 0),
  },
  {
    name: 'dead code',
    command: 'knip',
    args: ['--reporter', 'symbols', '--reporter', './tools/knip-count-reporter.ts'],
    filesLookedAt: (output) => numberIn(output, /Read (\d+) files/),
  },
];

let failed = 0;
for (const check of checks) {
  const run = spawnSync(check.command, check.args, { encoding: 'utf8', maxBuffer: 64 << 20 });
  const output = `${run.stdout}${run.stderr}`;
  const looked = check.filesLookedAt(output);
  if (run.error) report(check, `could not be run: ${run.error.message}`, '');
  else if (run.status !== 0) report(check, `failed (exit ${run.status})`, output);
  else if (looked < sourceCount)
    report(check, `looked at ${looked} files of ${sourceCount}`, output);
  else console.log(`ok      ${check.name} (${looked} files)`);
}
process.exitCode = failed > 0 ? 1 : 0;

function report(check: Check, reason: string, output: string): void {
  failed += 1;
  const shown = output
    .split('\n')
    .filter((line) => !/^\/.*\.(ts|json)$/.test(line))
    .join('\n');
  console.log(`${shown}\nFAILED  ${check.name} ${reason}`);
}

function numberIn(text: string, pattern: RegExp): number {
  return Number(pattern.exec(text)?.[1] ?? 0);
}
