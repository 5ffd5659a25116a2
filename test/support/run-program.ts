import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const OUTPUT_BYTES_MAX = 64 * 1024 * 1024;

/** Runs a file of this repository as a program; `code` is 0 when it ended well. */
export function runProgram(
  file: string,
  args: readonly string[],
): Promise<{ readonly code: unknown; readonly output: string }> {
  const program = fileURLToPath(new URL(`../../${file}`, import.meta.url));
  return new Promise((resolve) => {
    const options = { maxBuffer: OUTPUT_BYTES_MAX };
    execFile(process.execPath, [program, ...args], options, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : (error.code ?? error.signal), output: stdout + stderr });
    });
  });
}
