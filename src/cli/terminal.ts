/** Where a command writes; tests bring their own. */
export interface Terminal {
  /** Whether people look at it: standard output is a terminal. */
  readonly interactive: boolean;
  readonly color: boolean;
  readonly columns: number;
  readonly rows: number;
  write(text: string): void;
  writeError(text: string): void;
}

const COLUMNS_WITHOUT_TERMINAL = 100;
const ROWS_WITHOUT_TERMINAL = 50;

export function processTerminal({
  stdout,
  stderr,
  env,
}: Pick<NodeJS.Process, 'stdout' | 'stderr' | 'env'> = process): Terminal {
  return {
    interactive: stdout.isTTY,
    // https://no-color.org: set and not empty means no.
    color: stdout.isTTY && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb',
    get columns() {
      return sizeOf(stdout.columns, COLUMNS_WITHOUT_TERMINAL);
    },
    get rows() {
      return sizeOf(stdout.rows, ROWS_WITHOUT_TERMINAL);
    },
    write: (text) => void stdout.write(text),
    writeError: (text) => void stderr.write(text),
  };
}

/** A pseudo terminal that nobody has given a size (a container's, a CI runner's) says 0. */
function sizeOf(reported: number | undefined, otherwise: number): number {
  return reported === undefined || reported === 0 ? otherwise : reported;
}

const STYLES = {
  bold: '1',
  dim: '2',
  red: '31',
  green: '32',
  yellow: '33',
  cyan: '36',
} as const;

export type Style = keyof typeof STYLES;
export type Paint = (style: Style, text: string) => string;

export function paintFor(terminal: Pick<Terminal, 'color'>): Paint {
  if (!terminal.color) return (_style, text) => text;
  return (style, text) => `\u{1b}[${STYLES[style]}m${text}\u{1b}[0m`;
}

/** A block of lines that is drawn over itself. */
export interface Screen {
  draw(lines: readonly string[]): void;
}

export function createScreen(terminal: Terminal): Screen {
  let drawn = 0;
  return {
    draw(lines) {
      // What has scrolled off the top cannot be drawn over.
      const room = Math.max(terminal.rows - 1, 1);
      const rest = lines.length - room;
      const shown = rest > 0 ? [...lines.slice(0, room - 1), `… ${rest + 1} more lines`] : lines;
      const back = drawn === 0 ? '' : `\u{1b}[${drawn}A`;
      // A line that does not fit is cut and not wrapped, or the way back up would be too short.
      const text = shown.map((line) => `\u{1b}[2K${line}\n`).join('');
      terminal.write(`${back}\u{1b}[?7l${text}\u{1b}[0J\u{1b}[?7h`);
      drawn = shown.length;
    },
  };
}
