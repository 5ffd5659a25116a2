import { writeFileSync } from 'node:fs';
import { EmulatorError } from '../../base/index.ts';
import type { RequestsView } from '../../control/index.ts';
import { connect, type ConnectionOptions, expectOk } from '../connection.ts';
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

const PATH = '/_lazulite/requests';
const PAGE = 1_000;
/** How long one look waits for something new. */
const LOOK = '30s';

/** Shows the requests that came and what became of them. */
export async function commandLog(
  options: LogOptions,
  { environment, terminal }: CommandContext,
): Promise<void> {
  const { session } = connect(options, environment);
  const query = queryOf(options);
  if (options.clear === true) {
    expectOk(await session.request('DELETE', PATH), 'The request log');
    return;
  }
  if (options.har !== undefined) {
    const archive = expectOk(
      await session.request('GET', `${PATH}/har?${query.toString()}`),
      'The request log',
    );
    write(options.har, `${JSON.stringify(archive)}\n`);
    return;
  }
  const wantsJson = options.json === true || !terminal.interactive;
  let after = 0;
  for (let isFirst = true; ; isFirst = false) {
    query.set('after', String(after));
    query.set('limit', String(PAGE));
    if (!isFirst && options.follow === true) query.set('wait', LOOK);
    const answer = await session.request('GET', `${PATH}?${query.toString()}`);
    const view = expectOk(answer, 'The request log') as unknown as RequestsView;
    for (const request of view.requests) {
      terminal.write(wantsJson ? `${JSON.stringify(request)}\n` : lineOf(request));
    }
    const hasMore = view.requests.length === PAGE;
    after = view.next;
    if (options.follow !== true && !hasMore) return;
  }
}

function queryOf(options: LogOptions): URLSearchParams {
  const query = new URLSearchParams();
  for (const name of ['operation', 'method', 'resource', 'caller', 'status'] as const) {
    const value = options[name];
    if (value !== undefined) query.set(name, value);
  }
  if (options.bodies === true) query.set('bodies', 'true');
  return query;
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
