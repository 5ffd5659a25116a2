import { createHash } from 'node:crypto';
import type { RunCommandOutcome } from '../../../scaleset/index.ts';

/**
 * A line of a script that says what it is to come to, as scripts are never run:
 * `# lazulite: stdout TEXT`, `# lazulite: stderr TEXT`, `# lazulite: exit N`. See docs/guides/run-command.md.
 */
const DIRECTIVE = /^\s*#\s*lazulite:\s*(stdout|stderr|exit)(?:\s(.*))?$/;

/** What a script is said to have written and come to; the same for the same text. */
export function scriptOutcome(lines: readonly string[], commandId: string): RunCommandOutcome {
  const said: Record<'stdout' | 'stderr', string[]> = { stdout: [], stderr: [] };
  let exitCode = 0;
  for (const line of lines) {
    const [, verb, text = ''] = DIRECTIVE.exec(line) ?? [];
    if (verb === 'stdout' || verb === 'stderr') said[verb].push(text);
    else if (verb === 'exit') exitCode = Number.parseInt(text, 10) || 0;
  }
  const isSilent = said.stdout.length + said.stderr.length === 0;
  const stdout = isSilent && exitCode === 0 ? [record(lines, commandId)] : said.stdout;
  return { stdout: ended(stdout), stderr: ended(said.stderr), exitCode };
}

/** So that a reader sees what arrived, without what may be secret in it. */
function record(lines: readonly string[], commandId: string): string {
  if (lines.length === 0) return `Lazulite has not run the command ${commandId}.`;
  const text = lines.join('\n');
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 16);
  const count = lines.length === 1 ? '1 line' : `${lines.length} lines`;
  return `Lazulite has not run this script of ${count}, ${Buffer.byteLength(text)} bytes, SHA-256 ${digest}….`;
}

/** Azure shows the last of a longer output (documented: "the last 4,096 bytes"). */
const OUTPUT_BYTES_MAX = 4_096;

function ended(lines: readonly string[]): string {
  const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(''));
  // A character that was cut in two would show as a mark of its own.
  return bytes
    .subarray(-OUTPUT_BYTES_MAX)
    .toString()
    .replace(/^\uFFFD+/, '');
}
