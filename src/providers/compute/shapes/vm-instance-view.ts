import { formatInstantSeconds, type Instant, type JsonObject } from '../../../base/index.ts';
import {
  APPLICATION_EXTENSION,
  type HealthState,
  type Instance,
  type InstanceExtension,
  type ScaleSetModelView,
} from '../../../scaleset/index.ts';
import { isSince } from '../api-versions.ts';
import { bootDiagnosticsView } from '../boot-diagnostics/boot-diagnostics.ts';
import { objectOf } from '../model/json-path.ts';
import { extensionsOf } from './extension.ts';
import { extensionContent } from './extension-content.ts';
import {
  computerName,
  domainOf,
  flexibleComputerName,
  placementGroupId,
} from './instance-names.ts';
import { applicationMessage } from './gallery-application.ts';
import { dataDisksOf, osDiskName } from './vm-disks.ts';
import { osIdentity } from './os-identity.ts';
import { MACHINE_FAILED_LABEL, powerStatus, provisioningStatus } from './statuses.ts';

/**
 * The instance view of one machine, in the wire's key order and with the presence rules that
 * shared/azure/vm-instance-view.md counted over 886 recorded bodies.
 */
export function vmInstanceView(
  set: ScaleSetModelView,
  instance: Instance,
  apiVersion: string,
): JsonObject {
  const profile = profileOf(instance.model);
  const system = osIdentity(instance.facts.osType, profile);
  const view = placement(set, instance, apiVersion);
  if (instance.agent?.state === 'ready' && isSince(apiVersion, '2017-12-01')) {
    view['computerName'] = computerNameOf(set, instance, profile);
    view['osName'] = system.osName;
    view['osVersion'] = system.osVersion;
  }
  if (instance.agent) view['vmAgent'] = vmAgent(instance, instance.agent);
  const disks = diskViews(set, instance, profile);
  if (disks.length > 0) view['disks'] = disks;
  const bootDiagnostics = bootDiagnosticsView(instance, profile);
  // Its place is that of Azure's example of a virtual machine's view (specification).
  if (bootDiagnostics) view['bootDiagnostics'] = bootDiagnostics;
  if (instance.extensions.length > 0 && instance.agent) {
    const definitions = extensionsOf(instance.model);
    view['extensions'] = instance.extensions.map((extension) =>
      extensionView(
        extension,
        definitions.find(({ name }) => name === extension.facts.name),
        profile,
      ),
    );
  }
  if (instance.health !== null) view['vmHealth'] = vmHealth(instance.health);
  if (isSince(apiVersion, '2019-03-01')) view['hyperVGeneration'] = system.hyperVGeneration;
  view['statuses'] = [
    provisioningStatus(instance, MACHINE_FAILED_LABEL),
    ...(instance.power ? [powerStatus(instance.power)] : []),
    ...(instance.hibernated ? [HIBERNATED] : []),
  ];
  return view;
}

/** Source: Microsoft Learn, "Hibernation for Azure virtual machines", with a capital H. */
const HIBERNATED: JsonObject = {
  code: 'HibernationState/Hibernated',
  level: 'Info',
  displayStatus: 'VM hibernated',
};

function placement(set: ScaleSetModelView, instance: Instance, apiVersion: string): JsonObject {
  const { instanceId } = instance;
  if (isFlexibleView(set)) {
    // Spread as widely as can be (count 1), all machines say the same domain, as documented for
    // Uniform sets; that the number goes round otherwise is inferred.
    const count = Number(propertiesOf(set.model)['platformFaultDomainCount'] ?? 1);
    return { platformFaultDomain: instance.own?.['platformFaultDomain'] ?? instanceId % count };
  }
  const view: JsonObject = {};
  if (isSince(apiVersion, '2016-04-30-preview')) {
    view['placementGroupId'] = placementGroupId(
      set.genesis.uniqueId,
      propertiesOf(set.model)['singlePlacementGroup'] !== false,
      instanceId,
    );
  }
  view['platformUpdateDomain'] = domainOf(instanceId);
  view['platformFaultDomain'] = instance.faultDomain;
  return view;
}

/** Versions that recorded agents had. */
const AGENT_VERSIONS = { Linux: '2.2.45', Windows: '2.7.41491.1131' } as const;

function vmAgent(instance: Instance, agent: NonNullable<Instance['agent']>): JsonObject {
  const time = formatInstantSeconds(agent.at);
  if (agent.state === 'notReporting') {
    const silent = instance.state === 'failed' || instance.state === 'succeeded';
    return {
      vmAgentVersion: 'Unknown',
      statuses: [
        {
          code: 'ProvisioningState/Unavailable',
          level: 'Warning',
          displayStatus: 'Not Ready',
          message: silent
            ? 'VM Agent is unresponsive.'
            : 'VM status blob is found but not yet populated.',
          time,
        },
      ],
    };
  }
  return {
    vmAgentVersion: AGENT_VERSIONS[instance.facts.osType],
    statuses: [
      {
        code: 'ProvisioningState/succeeded',
        level: 'Info',
        displayStatus: 'Ready',
        message: readyMessage(instance),
        time,
      },
    ],
    extensionHandlers: instance.extensions.filter(isReported).map(({ facts }) => ({
      type: `${facts.publisher}.${facts.type}`,
      typeHandlerVersion: facts.typeHandlerVersion,
      status: {
        code: 'ProvisioningState/succeeded',
        level: 'Info',
        displayStatus: 'Ready',
        message: 'Plugin enabled',
      },
    })),
  };
}

function readyMessage(instance: Instance): string {
  if (instance.facts.osType === 'Linux') return 'Guest Agent is running';
  return instance.extensions.every(isReported)
    ? 'GuestAgent is running and accepting new configurations.'
    : 'GuestAgent is running and processing the extensions.';
}

function isReported(extension: InstanceExtension): boolean {
  return extension.state === 'succeeded' || extension.state === 'failed';
}

/** What a machine reports of an extension; `definition` is as it was written, without secrets. */
export function extensionView(
  extension: InstanceExtension,
  definition: JsonObject | undefined,
  profile: JsonObject,
): JsonObject {
  const { message, substatuses } = extensionContent(extension, definition);
  const status = withMessage(provisioningStatus(extension, MACHINE_FAILED_LABEL), message);
  // The guest reports it, so its time has whole seconds as the agent's has.
  if (extension.settledAt !== null && 'time' in status) {
    status['time'] = formatInstantSeconds(extension.settledAt);
  }
  if (extension.facts.name === APPLICATION_EXTENSION) {
    const message = applicationMessage(profile, extension);
    if (message !== undefined) status['message'] = message;
  }
  return {
    name: extension.facts.name,
    type: `${extension.facts.publisher}.${extension.facts.type}`,
    typeHandlerVersion: extension.facts.typeHandlerVersion,
    ...(substatuses === undefined ? {} : { substatuses: [...substatuses] }),
    statuses: [status],
  };
}

/** A message stands before the time. */
function withMessage(status: JsonObject, message: string | undefined): JsonObject {
  const { time, ...rest } = status;
  if (message === undefined) return status;
  return { ...rest, message, ...(time === undefined ? {} : { time }) };
}

/** Before a machine is placed it has no disks; once it is gone they are being deleted too. */
function diskViews(set: ScaleSetModelView, instance: Instance, profile: JsonObject): JsonObject[] {
  const deleting = instance.state === 'deleting' && instance.power === null;
  if (instance.power === null && !deleting) return [];
  const state = deleting ? 'deleting' : 'succeeded';
  const status = provisioningStatus(
    { state, settledAt: diskTime(instance), failure: null },
    MACHINE_FAILED_LABEL,
  );
  const data = dataDisksOf(set, instance, profile, '').map(({ name }) => name);
  return [osDiskName(set, instance, profile), ...data].map((name) => ({
    name,
    statuses: [status],
  }));
}

/** A deallocation touches the disks; a start, stop or extension does not. */
function diskTime(instance: Instance): Instant {
  const touched = instance.power === 'deallocated' ? instance.settledAt : null;
  return touched ?? instance.createdAt;
}

/**
 * Only with a load balancer's health probe or the application health extension. `healthy` is recorded,
 * `unhealthy` quoted (azure-cli #15018), `unknown` on Azure's page of the extension; `initializing` is
 * inferred from it. The time has whole seconds, as recorded.
 */
function vmHealth({ state, since }: NonNullable<Instance['health']>): JsonObject {
  const { level, displayStatus } = HEALTH[state];
  const time = formatInstantSeconds(since);
  return { status: { code: `HealthState/${state}`, level, displayStatus, time } };
}

const HEALTH: Readonly<Record<HealthState, { level: string; displayStatus: string }>> = {
  initializing: { level: 'Info', displayStatus: 'The VM health is initializing' },
  healthy: { level: 'Info', displayStatus: 'The VM is reporting itself as healthy' },
  unhealthy: {
    level: 'Error',
    displayStatus: 'The VM is reporting itself as unhealthy or is unreachable',
  },
  unknown: { level: 'Warning', displayStatus: 'The VM health is unknown' },
};

export function computerNameOf(
  set: ScaleSetModelView,
  { instanceId, own }: Instance,
  profile: JsonObject,
): string {
  const name = own?.['computerName'];
  if (typeof name === 'string') return name;
  const prefix = prefixOf(profile, set);
  return isFlexibleView(set)
    ? flexibleComputerName(prefix, set.genesis.uniqueId, instanceId)
    : computerName(prefix, instanceId);
}

function isFlexibleView({ facts }: ScaleSetModelView): boolean {
  return facts.orchestrationMode === 'Flexible';
}

function prefixOf(profile: JsonObject, set: ScaleSetModelView): string {
  return String(objectOf(profile['osProfile'])['computerNamePrefix'] ?? set.genesis.name);
}

export function propertiesOf(model: JsonObject): JsonObject {
  return objectOf(model['properties']);
}

export function profileOf(model: JsonObject): JsonObject {
  return objectOf(propertiesOf(model)['virtualMachineProfile']);
}
