import { writeFileSync } from 'node:fs';
import { EmulatorError } from '../../base/index.ts';
import type { RequestMatch, RequestsView } from '../../client/index.ts';
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
  readonly json?: true;
}

const PAGE = 1_000;
/** How long one look waits for something new. */
const LOOK = '30s';

/** Shows the requests that came and what became of them. */
export async function commandLog(
  options: LogOptions,
  { environment, terminal }: CommandContext,
): Promise<void> {
  const { requests } = connect(options, environment).control;
  const { operation, method, resource, caller, status } = options;
  const given = Object.entries({ operation, method, resource, caller, status });
  const match: RequestMatch = Object.fromEntries(given.filter(([, part]) => part !== undefined));
  const bodies = options.bodies === true;
  if (options.clear === true) {
    await requests.clear();
    return;
  }
  if (options.har !== undefined) {
    write(options.har, `${JSON.stringify(await requests.har(match))}\n`);
    return;
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
    if (options.follow !== true && !hasMore) return;
  }
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
