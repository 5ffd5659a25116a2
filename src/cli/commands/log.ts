import { writeFileSync } from 'node:fs';
import { EmulatorError } from '../../base/index.ts';
import type { Assertion, RequestMatch, RequestsView } from '../../client/index.ts';
import { connect, type ConnectionOptions } from '../connection.ts';
import type { CommandContext } from './context.ts';

export interface LogOptions extends ConnectionOptions {
  readonly operation?: string;
  readonly method?: string;
  readonly resource?: string;
  readonly caller?: string;
  readonly status?: string;
  readonly follow?: true;
  readonly bodies?: true;
  readonly har?: string;
  readonly clear?: true;
  readonly wait?: string;
  readonly count?: string;
  readonly exactly?: string;
  readonly atLeast?: string;
  readonly atMost?: string;
  readonly honoursRetryAfter?: true;
  readonly json?: true;
}

const PAGE = 1_000;
/** How long one look waits for something new. */
const LOOK = '30s';

/**
 * Shows the requests that came and what became of them, or judges them. Resolves to the exit code: 1 when
 * they did not come in time, or were not as expected.
 */
export async function commandLog(options: LogOptions, context: CommandContext): Promise<number> {
  const { environment, terminal } = context;
  const { requests } = connect(options, environment).control;
  const { operation, method, resource, caller, status } = options;
  const given = Object.entries({ operation, method, resource, caller, status });
  const match: RequestMatch = Object.fromEntries(given.filter(([, part]) => part !== undefined));
  const bodies = options.bodies === true;
  if (options.clear === true) {
    await requests.clear();
    return 0;
  }
  if (options.har !== undefined) {
    write(options.har, `${JSON.stringify(await requests.har(match))}\n`);
    return 0;
  }
  const expected = expectationOf(options);
  if (options.wait !== undefined) {
    const count = numberOf('--count', options.count ?? '1');
    const { complete, requests: found } = await requests.list({
      ...match,
      wait: options.wait,
      count,
      limit: PAGE,
    });
    if (!complete) {
      terminal.writeError(
        `lazulite: ${found.length} of ${count} requests have come within ${options.wait}.\n`,
      );
      return 1;
    }
  } else if (options.count !== undefined) {
    throw new EmulatorError('EMU_BAD_OPTION', '--count is for --wait: how many are waited for.');
  }
  if (expected !== undefined) {
    const { passed, results } = await requests.assert({ match, ...expected });
    const asJson = options.json === true || !terminal.interactive;
    const lines = results.map(
      (result) => `${result.passed ? 'passed' : 'failed'}: ${result.reason}\n`,
    );
    terminal.write(asJson ? `${JSON.stringify({ passed, results })}\n` : lines.join(''));
    return passed ? 0 : 1;
  }
  const wantsJson = options.json === true || !terminal.interactive;
  let after = 0;
  for (let isFirst = true; ; isFirst = false) {
    const wait = !isFirst && options.follow === true ? { wait: LOOK } : {};
    const view = await requests.list({ ...match, bodies, ...wait, after, limit: PAGE });
    for (const request of view.requests) {
      terminal.write(wantsJson ? `${JSON.stringify(request)}\n` : lineOf(request));
    }
    const hasMore = view.requests.length === PAGE;
    after = view.next;
    if (options.follow !== true && !hasMore) return 0;
  }
}

type Expectation = Pick<Assertion, 'exactly' | 'atLeast' | 'atMost' | 'honoursRetryAfter'>;

/** Undefined when nothing is expected. */
function expectationOf(options: LogOptions): Expectation | undefined {
  const { exactly, atLeast, atMost, honoursRetryAfter } = options;
  if ([exactly, atLeast, atMost, honoursRetryAfter].every((part) => part === undefined)) {
    return undefined;
  }
  return {
    ...(exactly === undefined ? {} : { exactly: numberOf('--exactly', exactly) }),
    ...(atLeast === undefined ? {} : { atLeast: numberOf('--at-least', atLeast) }),
    ...(atMost === undefined ? {} : { atMost: numberOf('--at-most', atMost) }),
    ...(honoursRetryAfter === true ? { honoursRetryAfter } : {}),
  };
}

function numberOf(option: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new EmulatorError('EMU_BAD_OPTION', `${option} must be a whole number, not "${text}".`);
}

function lineOf(request: RequestsView['requests'][number]): string {
  const { at, method, status, errorCode, retryAfter, operation, target, caller, fault } = request;
  const notes = [
    errorCode,
    retryAfter === null ? null : `Retry-After ${retryAfter}`,
    fault === null ? null : `fault ${fault}`,
  ].filter((note) => note !== null);
  const what = operation ?? target;
  const where = operation === null ? '' : ` ${resourceOf(target)}`;
  return `${at}  ${status}  ${method.padEnd(6)} ${what}${where}  ${caller}${notes.length === 0 ? '' : `  (${notes.join(', ')})`}\n`;
}

/** The last two segments say most. */
function resourceOf(target: string): string {
  const [path = ''] = target.split('?', 1);
  return path.split('/').slice(-2).join('/');
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
