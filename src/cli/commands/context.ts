import type { Environment } from '../connection.ts';
import type { Terminal } from '../terminal.ts';

/** What a command is given by whoever runs it. */
export interface CommandContext {
  readonly terminal: Terminal;
  readonly environment: Environment;
  /** How people call us here: `lazulite`, or `npm start --` in a checkout. */
  readonly program: string;
}
