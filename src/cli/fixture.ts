import { run } from './run.ts';
import type { Terminal } from './terminal.ts';

/** Runs a command in this process, as `lazulite …` would. */
export async function lazulite(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  { interactive = false } = {},
): Promise<{ readonly code: number; readonly out: string; readonly error: string }> {
  const written = { out: '', error: '' };
  const terminal: Terminal = {
    interactive,
    color: false,
    columns: 100,
    rows: 40,
    write: (text) => void (written.out += text),
    writeError: (text) => void (written.error += text),
  };
  const code = await run(args, { terminal, environment, program: 'lazulite' });
  return { code, ...written };
}
