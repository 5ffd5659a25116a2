import { Command, Option } from 'commander';
import {
  flagOf,
  OPTIONS,
  type OptionSpec,
  type OptionValues,
  PACKAGE_VERSION,
} from '../server/index.ts';
import type { CommandContext } from './commands/context.ts';
import type { EventsOptions } from './commands/events.ts';
import type { FaultOptions } from './commands/fault.ts';
import type { HealthOptions } from './commands/health.ts';
import type { LogOptions } from './commands/log.ts';
import type { ResetOptions } from './commands/reset.ts';
import type { ScenarioOptions } from './commands/scenario.ts';
import type { SnapshotOptions } from './commands/snapshot.ts';
import type { FleetOptions } from './commands/fleet.ts';
import type { ThrottleOptions } from './commands/throttle.ts';
import type { ViewOptions } from './commands/view.ts';
import type { ConnectionOptions } from './connection.ts';

/**
 * The commands and their options. Each command's code is loaded when it runs, so that none pays for
 * another. A command that ends with a code of its own (another program's) tells it to `endWith`.
 */
export function createProgram(context: CommandContext, endWith: (code: number) => void): Command {
  const program = new Command('lazulite')
    .description('Azure virtual machine scale sets on your own machine.')
    .version(PACKAGE_VERSION)
    .exitOverride()
    .enablePositionalOptions()
    .configureOutput({
      writeOut: (text) => context.terminal.write(text),
      writeErr: (text) => context.terminal.writeError(text),
      getOutHelpWidth: () => context.terminal.columns,
    });

  const start = program.command('start').description('start the emulator');
  for (const spec of OPTIONS) start.addOption(startOption(spec));
  start.action(async (values: OptionValues) => {
    const { start: run } = await import('./commands/start.ts');
    await run(values, context);
  });

  connected(program.command('view [set]'))
    .description('show the instance view of one scale set, or of all')
    .option('-g, --resource-group <GROUP>', 'only of this resource group')
    .option('-w, --watch', 'go on showing it')
    .action(async (set: string | undefined, options: ViewOptions) => {
      const { showView } = await import('./commands/view.ts');
      await showView(set, options, context);
    });

  connected(program.command('env [client]'))
    .description("print a client's settings, ready to paste or to eval")
    .action(async (client: string | undefined, options: ConnectionOptions) => {
      const { printSettings } = await import('./commands/env.ts');
      printSettings(client, options, context);
    });

  connected(program.command('az [args...]'))
    .description('run az against the emulator, with a configuration folder of its own')
    .helpOption(false)
    .allowUnknownOption()
    .passThroughOptions()
    .action(async (args: readonly string[], options: ConnectionOptions) => {
      const { runAz } = await import('./commands/az.ts');
      endWith(await runAz(args, options, context));
    });

  connected(program.command('token'))
    .description('print a bearer token')
    .action(async (options: ConnectionOptions) => {
      const { printToken } = await import('./commands/token.ts');
      await printToken(options, context);
    });

  connected(program.command('clock [action] [value]'))
    .description('show the clock, or: advance 3m, to TIME, next, until-idle, freeze, set MODE')
    .action(
      async (action: string | undefined, value: string | undefined, options: ConnectionOptions) => {
        const { commandClock } = await import('./commands/clock.ts');
        await commandClock(action, value, options, context);
      },
    );

  connected(program.command('throttle [action] [values...]'))
    .description(
      'show who makes the traffic, or: azure, azure-2019, off, limit NAME=N/N, unlimit, reset',
    )
    .option('--json', 'as JSON')
    .action(
      async (action: string | undefined, values: readonly string[], options: ThrottleOptions) => {
        const { commandThrottle } = await import('./commands/throttle.ts');
        await commandThrottle(action, values, options, context);
      },
    );

  connected(program.command('fault [action] [value]'))
    .description(
      'list what goes wrong on command, or: add NAME|FILE, show ID, remove ID, clear, catalogue',
    )
    .option('--id <ID>', 'what the new rule is called')
    .option('--on <PART=VALUE...>', 'what it meets, such as resource=*/web, zone=1 or share=0.3')
    .option('--with <PART=VALUE...>', 'message=…, after=10m, limit=100')
    .option('--times <N>', 'so many requests or machines')
    .option('--skip <N>', 'so many requests pass first')
    .option('--for <TIME>', 'how long it holds, such as 30m')
    .option('--json', 'as JSON')
    .action(
      async (action: string | undefined, value: string | undefined, options: FaultOptions) => {
        const { commandFault } = await import('./commands/fault.ts');
        await commandFault(action, value, options, context);
      },
    );

  connected(program.command('log'))
    .description('show the requests that came and what became of them')
    .option('--operation <ID>', "Azure's operationId, with * for any characters")
    .option('--method <METHOD>', 'GET, PUT, …')
    .option('--resource <ID>', 'a resource and what is below it, with * for any characters')
    .option('--caller <ID>', 'the application id of a client')
    .option('--status <STATUS>', 'such as 429 or 4xx')
    .option('-f, --follow', 'go on with what comes')
    .option('--bodies', 'with bodies, secrets hidden')
    .option('--har <FILE>', 'write an HTTP archive')
    .option('--clear', 'forget all')
    .option('--wait <TIME>', 'wait for such requests, 60s at most; 1 when they do not come')
    .option('--count <N>', 'how many are waited for (default: 1)')
    .option('--exactly <N>', 'expect so many; 1 when it is not so')
    .option('--at-least <N>', 'expect so many or more')
    .option('--at-most <N>', 'expect no more')
    .option('--honours-retry-after', 'expect that nobody asked again too early')
    .option('--json', 'as JSON, a line each')
    .action(async (options: LogOptions) => {
      const { commandLog } = await import('./commands/log.ts');
      endWith(await commandLog(options, context));
    });

  connected(program.command('events'))
    .description('show what has happened to scale sets and their machines')
    .option('--subscription <ID>', 'only of sets in this one')
    .option('--resource <ID>', 'a group or a set, with * for any characters')
    .option('--instance <ID>', 'one machine, by id or name')
    .option('--subject <NAMES>', 'instance, extension, operation, rollingUpgrade')
    .option('--operation <NAMES>', 'what caused it: id, kind or action, such as restart')
    .option('--since <TIME>', 'from this instant of virtual time on')
    .option('-f, --follow', 'go on with what comes')
    .option('--json', 'as JSON, a line each')
    .action(async (options: EventsOptions) => {
      const { commandEvents } = await import('./commands/events.ts');
      await commandEvents(options, context);
    });

  connected(program.command('health'))
    .description('say whether the emulator answers and is ready; 1 when not')
    .option('--json', 'as JSON')
    .action(async (options: HealthOptions) => {
      const { commandHealth } = await import('./commands/health.ts');
      await commandHealth(options, context);
    });

  connected(program.command('reset'))
    .description('forget everything, or what is in one subscription')
    .option('--subscription <ID>', 'only this one')
    .action(async (options: ResetOptions) => {
      const { commandReset } = await import('./commands/reset.ts');
      await commandReset(options, context);
    });

  program
    .command('scenario [action] [names...]')
    .description('list scenarios, or: run NAME|FILE …, show NAME, validate FILE')
    .option('--store <STORE>', 'sqlite:FILE, memory or postgres://… (default: memory)')
    .option('--seed <N>', "where all chance comes from (default: the scenario's, or 1)")
    .option('--json', 'as JSON')
    .option('--junit <FILE>', 'also write a report for CI servers')
    .action(
      async (action: string | undefined, names: readonly string[], options: ScenarioOptions) => {
        const { commandScenario } = await import('./commands/scenario.ts');
        endWith(await commandScenario(action, names, options, context));
      },
    );

  connected(program.command('record [action] [file]'))
    .description('record a session as a scenario: start (forgets everything), status, stop FILE')
    .action(
      async (action: string | undefined, file: string | undefined, options: ConnectionOptions) => {
        const { commandRecord } = await import('./commands/record.ts');
        await commandRecord(action, file, options, context);
      },
    );

  connected(program.command('snapshot [action] [names...]'))
    .description(
      'list snapshots, or: save NAME, load NAME, remove NAME, diff NAME [OTHER], export|import NAME FILE',
    )
    .option('--json', 'as JSON')
    .action(
      async (action: string | undefined, names: readonly string[], options: SnapshotOptions) => {
        const { commandSnapshot } = await import('./commands/snapshot.ts');
        await commandSnapshot(action, names, options, context);
      },
    );

  connected(program.command('fleet'))
    .description('show all scale sets in numbers, with power and health')
    .option('--json', 'as JSON')
    .action(async (options: FleetOptions) => {
      const { commandFleet } = await import('./commands/fleet.ts');
      await commandFleet(options, context);
    });

  return program;
}

/** Adds the options by which a running emulator is found. */
function connected(command: Command): Command {
  return command
    .option('--url <URL>', 'the emulator (default: LAZULITE_URL, or the one on the data folder)')
    .option('--data <DIR>', "the emulator's data folder")
    .option('--client <ID=SECRET>', 'who to sign in as, where clients are configured');
}

function startOption({ name, placeholder, description, fallback, repeatable }: OptionSpec): Option {
  const flag = placeholder === null ? flagOf(name) : `${flagOf(name)} <${placeholder}>`;
  const option = new Option(flag, `${description} (default: ${fallback})`);
  if (repeatable) {
    option.argParser((value: string, before: readonly string[] | undefined) => [
      ...(before ?? []),
      value,
    ]);
  }
  return option;
}
