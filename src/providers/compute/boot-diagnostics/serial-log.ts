import { formatHttpDate, formatInstant, type JsonObject } from '../../../base/index.ts';
import type { Instance, ScaleSetModelView } from '../../../scaleset/index.ts';
import { osIdentity, type OsIdentity } from '../shapes/os-identity.ts';
import { computerNameOf, profileOf } from '../shapes/vm-instance-view.ts';

/**
 * What a machine has written to its serial console, line by line: a function of what it has been
 * through, and so the same at every reading. The forms of the lines are those of public logs of such
 * systems; which of them a machine of the emulator writes is inferred.
 */
export function serialLog(set: ScaleSetModelView, instance: Instance): readonly string[] {
  if (instance.power === null) return [];
  const profile = profileOf(instance.model);
  const system = osIdentity(instance.facts.osType, profile);
  return instance.facts.osType === 'Windows'
    ? windowsLog(instance)
    : linuxLog(set, instance, { system, profile });
}

function linuxLog(
  set: ScaleSetModelView,
  instance: Instance,
  { system, profile }: { system: OsIdentity; profile: JsonObject },
): string[] {
  const name = computerNameOf(set, instance, profile);
  const { osName, osVersion } = system;
  const lines = [
    `[    0.000000] Linux version 6.8.0-azure (${osName} ${osVersion})`,
    '[    0.000000] Command line: root=/dev/sda1 ro console=tty1 console=ttyS0 earlyprintk=ttyS0',
    '[    0.000000] Hypervisor detected: Microsoft Hyper-V',
    `[    0.512000] systemd[1]: Hostname set to <${name}>.`,
  ];
  if (!isUp(instance)) return lines;
  const made = formatHttpDate(instance.createdAt);
  lines.push(
    `[    9.024000] cloud-init[712]: Cloud-init running 'modules:final'; instance ${instance.vmId} since ${made}`,
    `${stampOf(instance)} INFO Daemon Daemon Provisioning complete`,
  );
  for (const { facts, state, failure, settledAt } of instance.extensions) {
    if (settledAt === null) continue;
    const said = failure === null ? state : `${state}: ${failure.message}`;
    lines.push(
      `${utc(settledAt)} INFO ExtHandler [${facts.publisher}.${facts.type}-${facts.typeHandlerVersion}] ${said}`,
    );
  }
  if (isGoingDown(instance)) {
    lines.push('[  OK  ] Reached target System Shutdown.', '[  OK  ] Finished System Power Off.');
    if (instance.power !== 'stopping' && instance.power !== 'deallocating') {
      lines.push('[ 9999.000000] reboot: Power down');
    }
    return lines;
  }
  return [...lines, '', `${osName} ${osVersion} ${name} ttyS0`, '', `${name} login: `];
}

/** The Special Administration Console is what Windows shows on a serial line. */
function windowsLog(instance: Instance): string[] {
  const lines = ['Computer is booting, SAC started and initialized.', ''];
  if (!isUp(instance)) return lines;
  lines.push(
    'Use the "ch -?" command for information about using channels.',
    'Use the "?" command for general help.',
    '',
    'SAC>',
    'EVENT: The CMD command is now available.',
  );
  if (isGoingDown(instance)) lines.push('SAC>', 'The system is going down.');
  return lines;
}

/** Whether the system once came up: it has an agent that reports, or had one before it was stopped. */
function isUp({ agent, power }: Instance): boolean {
  if (power === 'starting') return false;
  if (power === 'deallocating' || power === 'deallocated') return true;
  return agent?.state === 'ready';
}

function isGoingDown({ power }: Instance): boolean {
  return power !== 'running' && power !== 'starting';
}

function stampOf({ agent, createdAt }: Instance): string {
  return utc(agent?.at ?? createdAt);
}

function utc(at: number): string {
  return formatInstant(at).replace('+00:00', 'Z');
}
