import { armErrors, type Operation } from '../../../arm/index.ts';
import { sameName } from '../../../base/index.ts';
import type { ComputeServices } from '../services.ts';
import { LOCATION, readLocation } from './locations.ts';

interface RunCommandDocument {
  readonly id: string;
  readonly osType: 'Linux' | 'Windows';
  readonly label: string;
  readonly description: string;
  readonly script: readonly string[];
  readonly parameters?: readonly { name: string; type: string; defaultValue: string }[];
}

const SCHEMA = 'http://schema.management.azure.com/schemas/2016-11-17/runcommands.json';

const SAMPLE_PARAMETERS = ['arg1', 'arg2'].map((name, at) => ({
  name,
  type: 'string',
  defaultValue: `value${at + 1}`,
}));

/**
 * id | label | the script in one line. Source of ids and labels: Microsoft Learn, "Run scripts in your VM
 * by using action Run Commands"; the scripts say what the documented ones do, in words of our own.
 */
const WINDOWS = `
DisableNLA|Disable Network Level Authentication|Set-ItemProperty 'HKLM:\\SYSTEM\\CurrentControlSet\\Control\\Terminal Server\\WinStations\\RDP-Tcp' UserAuthentication 0
DisableWindowsUpdate|Disable Windows Update Automatic Updates|Set-ItemProperty 'HKLM:\\SOFTWARE\\Policies\\Microsoft\\Windows\\WindowsUpdate\\AU' NoAutoUpdate 1
EnableAdminAccount|Enable administrator account|Get-LocalUser | Where-Object SID -like '*-500' | Enable-LocalUser
EnableEMS|Enable EMS|bcdedit /ems on; bcdedit /emssettings EMSPORT:1 EMSBAUDRATE:115200
EnableRemotePS|Enable remote PowerShell|Enable-PSRemoting -Force
EnableWindowsUpdate|Enable Windows Update|Remove-ItemProperty 'HKLM:\\SOFTWARE\\Policies\\Microsoft\\Windows\\WindowsUpdate\\AU' NoAutoUpdate
IPConfig|List IP configuration|ipconfig /all
RDPSettings|Verify RDP Listener Settings|Get-ItemProperty 'HKLM:\\SYSTEM\\CurrentControlSet\\Control\\Terminal Server\\WinStations\\RDP-Tcp'
ResetRDPCert|Restore RDP Authentication mode to defaults|Get-ChildItem 'Cert:\\LocalMachine\\Remote Desktop' | Remove-Item; Restart-Service TermService -Force
SetRDPPort|Set Remote Desktop port|Set-ItemProperty 'HKLM:\\SYSTEM\\CurrentControlSet\\Control\\Terminal Server\\WinStations\\RDP-Tcp' PortNumber 3389
`;

const COMMANDS: readonly RunCommandDocument[] = [
  {
    id: 'RunPowerShellScript',
    osType: 'Windows',
    label: 'Executes a PowerShell script',
    description:
      'Custom multiline PowerShell script should be defined in script property. Optional parameters can be set in parameters property.',
    script: ['param([string]$arg1, [string]$arg2)', 'Write-Host "$arg1 $arg2"'],
    parameters: SAMPLE_PARAMETERS,
  },
  ...WINDOWS.trim()
    .split('\n')
    .map((row): RunCommandDocument => {
      const [id = '', label = '', ...script] = row.split('|');
      return { id, osType: 'Windows', label, description: label, script: [script.join('|')] };
    }),
  {
    id: 'RunShellScript',
    osType: 'Linux',
    label: 'Executes a Linux shell script',
    description:
      'Custom multiline shell script should be defined in script property. Optional parameters can be set in parameters property.',
    script: ['arg1=$1', 'arg2=$2', 'echo "$arg1 $arg2"'],
    parameters: SAMPLE_PARAMETERS,
  },
  {
    id: 'ifconfig',
    osType: 'Linux',
    label: 'List network configuration',
    description: 'Get the configuration of all network interfaces.',
    script: ['ip address || ifconfig'],
  },
];

const RUN_COMMANDS = `${LOCATION}/runCommands`;

/** `az vm run-command list`: what every region can run, without the scripts. */
export const listRunCommands: Operation<ComputeServices> = {
  operationId: 'VirtualMachineRunCommands_List',
  method: 'GET',
  path: RUN_COMMANDS,
  since: '2017-03-30',
  longRunning: false,
  async handle(request, services) {
    readLocation(request, services, 'locations/runCommands');
    const value = COMMANDS.map(({ id, osType, label, description }) => ({
      $schema: SCHEMA,
      id,
      osType,
      label,
      description,
    }));
    return { httpStatus: 200, speaker: 'provider', body: { json: { value } } };
  },
};

/** `az vm run-command show`. Source of the form: the specification's example. */
export const getRunCommand: Operation<ComputeServices> = {
  operationId: 'VirtualMachineRunCommands_Get',
  method: 'GET',
  path: `${RUN_COMMANDS}/{commandId}`,
  since: '2017-03-30',
  longRunning: false,
  async handle(request, services) {
    readLocation(request, services, 'locations/runCommands');
    const commandId = request.params['commandId'] ?? '';
    const command = COMMANDS.find(({ id }) => sameName(id, commandId));
    if (command === undefined) throw armErrors.unknownRunCommand(commandId);
    const json = { $schema: SCHEMA, ...command };
    return { httpStatus: 200, speaker: 'provider', body: { json } };
  },
};
