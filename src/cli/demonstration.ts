import { type Emulator, pause, type ReadyInformation } from '../server/index.ts';
import type { CommandContext } from './commands/context.ts';
import { isSettled } from './instance-view-text.ts';
import { readSets } from './read-sets.ts';
import { createSetDisplay } from './set-display.ts';
import { paintFor } from './terminal.ts';

export interface DemonstrationOptions {
  readonly emulator: Emulator;
  readonly ready: ReadyInformation;
  readonly context: CommandContext;
  readonly calledOff: AbortSignal;
}

const REDRAW_MS = 150;
/** A log is read later, so it need not have every step. */
const LOG_MS = 750;
/** A clock that stands still never settles anything; what there is has been seen by then. */
const SHOWN_MS_MAX = 60_000;

/** Shows the fleet settling, then how to reach it. */
export async function showDemonstration(options: DemonstrationOptions): Promise<void> {
  const { emulator, context, calledOff } = options;
  const { terminal } = context;
  const session = emulator.session();
  const show = createSetDisplay(terminal);
  const intervalMs = terminal.interactive ? REDRAW_MS : LOG_MS;
  for (let shownMs = 0; shownMs < SHOWN_MS_MAX; shownMs += intervalMs) {
    const sets = await readSets(session, {});
    show(sets);
    if (sets.every(({ view }) => isSettled(view))) break;
    if (!(await pause(intervalMs, calledOff))) return;
  }
  terminal.write(`\n${howToReach(options).join('\n')}\n`);
}

function howToReach({ ready, context }: DemonstrationOptions): string[] {
  const { program } = context;
  const paint = paintFor(context.terminal);
  const target = `/subscriptions/${ready.subscriptionId}/resourceGroups/demo/providers/Microsoft.Compute/virtualMachineScaleSets/web/instanceView?api-version=2016-04-30-preview`;
  return [
    paint('bold', 'The instance view with curl'),
    `  TOKEN=$(curl -s --cacert ${ready.caFile} ${ready.url}/${ready.tenantId}/oauth2/v2.0/token \\`,
    '    -d grant_type=client_credentials -d client_id=app -d client_secret=secret \\',
    `    -d scope=https://management.azure.com/.default | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')`,
    `  curl --cacert ${ready.caFile} -H "Authorization: Bearer $TOKEN" '${ready.url}${target}'`,
    '',
    `${paint('bold', 'with @azure/arm-compute')} (NODE_EXTRA_CA_CERTS=${ready.caFile})`,
    `  const credential = new ClientSecretCredential('${ready.tenantId}', 'app', 'secret',`,
    `    { authorityHost: '${ready.url}', disableInstanceDiscovery: true });`,
    `  const compute = new ComputeManagementClient(credential, '${ready.subscriptionId}', { endpoint: '${ready.url}' });`,
    "  await compute.virtualMachineScaleSets.getInstanceView('demo', 'web');",
    '',
    `${paint('bold', 'Other clients')}: ${program} env   ${paint('bold', 'Watch')}: ${program} view --watch   ${paint('bold', 'Stop')}: Ctrl-C`,
  ];
}
