import { readFileSync } from 'node:fs';
import { EmulatorError, isJsonObject, type JsonObject, type JsonValue } from '../../base/index.ts';
import type { FaultView } from '../../control/index.ts';
import { connect, type ConnectionOptions, expectOk } from '../connection.ts';
import { textTable } from '../text-table.ts';
import type { CommandContext } from './context.ts';

export interface FaultOptions extends ConnectionOptions {
  readonly id?: string;
  readonly on?: readonly string[];
  readonly with?: readonly string[];
  readonly times?: string;
  readonly skip?: string;
  readonly for?: string;
  readonly json?: true;
}

const PATH = '/_lazulite/faults';
/** Parts of a rule that are numbers, and lists. */
const NUMBERS: readonly string[] = ['share', 'faultDomain', 'limit', 'usage', 'additional'];
const LISTS: readonly string[] = ['instances'];

/** Adds, shows and takes away what goes wrong on command. */
export async function commandFault(
  action: string | undefined,
  value: string | undefined,
  options: FaultOptions,
  { environment, terminal }: CommandContext,
): Promise<void> {
  const { session } = connect(options, environment);
  const request = async (method: string, target: string, body?: JsonValue): Promise<JsonObject> => {
    const answer = expectOk(await session.request(method, target, body), 'The fault');
    return isJsonObject(answer) ? answer : {};
  };
  const named = (): string => `${PATH}/${encodeURIComponent(required(action, value, 'fault-1'))}`;
  const wantsJson = options.json === true || !terminal.interactive;
  const show = (answer: JsonObject, table: (answer: JsonObject) => string): void =>
    terminal.write(wantsJson ? `${JSON.stringify(answer)}\n` : table(answer));
  switch (action ?? 'list') {
    case 'list':
      return show(await request('GET', PATH), listed);
    case 'catalogue':
      return show(await request('GET', '/_lazulite/faultcatalogue'), catalogue);
    case 'show':
      return terminal.write(`${JSON.stringify(await request('GET', named()), undefined, 2)}\n`);
    case 'add':
      return show(
        await request('POST', PATH, ruleOf(required(action, value, 'AllocationFailed'), options)),
        listed,
      );
    case 'remove':
      return show(await request('DELETE', named()), listed);
    case 'clear':
      return show(await request('DELETE', PATH), listed);
    default:
      throw bad(`fault knows list, add, show, remove, clear and catalogue, not "${action}".`);
  }
}

/** A name of the catalogue with what the options say, or what a file says. */
function ruleOf(what: string, options: FaultOptions): JsonValue {
  const { id, on, with: parts, times, skip, for: lasts } = options;
  if (/^[A-Z]\w+$/.test(what)) {
    return {
      fault: what,
      ...(id === undefined ? {} : { id }),
      ...(on === undefined ? {} : { on: pairs(on, '--on') }),
      ...(parts === undefined ? {} : { with: pairs(parts, '--with') }),
      ...(times === undefined ? {} : { times: Number(times) }),
      ...(skip === undefined ? {} : { skip: Number(skip) }),
      ...(lasts === undefined ? {} : { for: lasts }),
    };
  }
  let text: string;
  try {
    text = readFileSync(what === '-' ? 0 : what, 'utf8');
  } catch (cause) {
    throw new EmulatorError(
      'EMU_BAD_OPTION',
      `"${what}" is neither the name of a fault nor a file that can be read. \`lazulite fault catalogue\` lists the names.`,
      { cause },
    );
  }
  try {
    return JSON.parse(text) as JsonValue;
  } catch (cause) {
    throw new EmulatorError('EMU_BAD_OPTION', `${what} is not JSON: ${String(cause)}`, { cause });
  }
}

function pairs(texts: readonly string[], flag: string): JsonObject {
  return Object.fromEntries(
    texts.map((text) => {
      const at = text.indexOf('=');
      if (at < 1) throw bad(`${flag} must look like zone=1, not "${text}".`);
      const [name, value] = [text.slice(0, at), text.slice(at + 1)];
      if (NUMBERS.includes(name)) return [name, Number(value)];
      return [name, LISTS.includes(name) ? value.split(',') : value];
    }),
  );
}

function listed(answer: JsonObject): string {
  const rules = (answer['faults'] ?? []) as unknown as readonly FaultView[];
  if (rules.length === 0) return 'Nothing goes wrong on command.\n';
  return textTable(
    ['id', 'state', 'hits', 'fault', 'on', 'until'],
    rules.map(({ id, state, hits, fault, on, until }) => [
      id,
      state,
      String(hits),
      fault ?? 'answer',
      Object.entries(on ?? {})
        .map(([name, value]) => `${name}=${String(value)}`)
        .join(' '),
      until ?? '',
    ]),
  );
}

function catalogue(answer: JsonObject): string {
  const faults = (answer['faults'] ?? []) as unknown as readonly {
    readonly name: string;
    readonly summary: string;
  }[];
  return textTable(
    ['fault', 'does'],
    faults.map(({ name, summary }) => [name, summary]),
  );
}

function required(action: string | undefined, value: string | undefined, example: string): string {
  if (value !== undefined) return value;
  throw bad(`Say which: fault ${action ?? ''} ${example}`);
}

function bad(message: string): EmulatorError {
  return new EmulatorError('EMU_BAD_OPTION', message);
}
