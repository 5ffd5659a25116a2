import {
  type ArmReply,
  type ArmRequest,
  gatewayJson,
  type Operation,
  type ResourceType,
} from '../../../arm/index.ts';
import { foldCase } from '../../../base/index.ts';
import { modelView } from '../../../scaleset/index.ts';
import {
  findScaleSet,
  INSTANCE,
  SCALE_SET,
  SCALE_SET_TYPE,
  scaleSetKey,
  VIRTUAL_MACHINE,
  VIRTUAL_MACHINE_TYPE,
} from '../../compute/paths.ts';
import type { ComputeServices } from '../../compute/services.ts';
import { findMachine as findInstanceOfSet } from '../../compute/virtual-machine-scale-set-vms/get.ts';
import { findMachine } from '../../compute/virtual-machines/find-machine.ts';
import { StoredMetrics } from '../autoscale/metrics.ts';
import { availabilityOf } from './availability.ts';
import { definitionsWith } from './definitions.ts';
import { definitionsBody, type Measured, metricsBody, namespacesBody } from './metrics-body.ts';
import { GRAINS, type MetricsQuery, readMetricsQuery, readNamespacesQuery } from './read-query.ts';

const PROVIDER = 'Microsoft.Insights';

/** What is measured, before its life is looked at. */
interface Subject extends Pick<Measured, 'id' | 'type' | 'location' | 'machine'> {
  /** Of its set. */
  readonly key: string;
}

type Find = (request: ArmRequest, services: ComputeServices) => Promise<Subject>;

/** A request's path names what is measured, and then the metrics. */
function idIn({ path }: ArmRequest): string {
  const id = path.slice(0, foldCase(path).lastIndexOf('/providers/'));
  return id.replaceAll(/\/{2,}/g, '/').replace(/\/$/, '');
}

const ofSet: Find = async (request, services) => {
  const { genesis } = modelView(await findScaleSet(request, services));
  const key = scaleSetKey(request.params);
  return {
    id: idIn(request),
    type: SCALE_SET_TYPE,
    location: genesis.location,
    machine: undefined,
    key,
  };
};

const ofInstance: Find = async (request, services) => {
  const { set, instance } = await findInstanceOfSet(request, services);
  return {
    id: idIn(request),
    type: `${SCALE_SET_TYPE}/virtualMachines`,
    location: modelView(set).genesis.location,
    machine: instance.name,
    key: scaleSetKey(request.params),
  };
};

const ofMachine: Find = async (request, services) => {
  const { key, set, instance } = await findMachine(request, services);
  return {
    id: idIn(request),
    type: VIRTUAL_MACHINE_TYPE,
    location: modelView(set).genesis.location,
    machine: instance.name,
    key,
  };
};

/**
 * Metrics of sets and of machines. Source: the specification's metrics_API.json and
 * metricDefinitions_API.json (2018-01-01) and metricNamespaces_API.json (2017-12-01-preview), where they
 * stand below any resource.
 */
export const metricsOperations: readonly Operation<ComputeServices>[] = [
  ...rowsFor(SCALE_SET, ofSet),
  ...rowsFor(INSTANCE, ofInstance),
  ...rowsFor(VIRTUAL_MACHINE, ofMachine),
];

/** Folders of the specification repository. */
const API_VERSIONS = [
  '2016-09-01',
  '2017-05-01-preview',
  '2018-01-01',
  '2019-07-01',
  '2021-05-01',
  '2023-10-01',
  '2024-02-01',
];

const NAMESPACE_API_VERSIONS = ['2017-12-01-preview', '2023-10-01', '2024-02-01'];

export const metricsResourceTypes: readonly ResourceType[] = [
  { namespace: PROVIDER, type: 'metrics', apiVersions: API_VERSIONS, locations: [] },
  { namespace: PROVIDER, type: 'metricDefinitions', apiVersions: API_VERSIONS, locations: [] },
  {
    namespace: PROVIDER,
    type: 'metricNamespaces',
    apiVersions: NAMESPACE_API_VERSIONS,
    locations: [],
  },
];

function rowsFor(resource: string, find: Find): readonly Operation<ComputeServices>[] {
  return [
    {
      operationId: 'Metrics_List',
      method: 'GET',
      path: `${resource}/providers/${PROVIDER}/metrics`,
      longRunning: false,
      handle: (request, services) => listMetrics(request, services, find),
    },
    {
      operationId: 'MetricDefinitions_List',
      method: 'GET',
      path: `${resource}/providers/${PROVIDER}/metricDefinitions`,
      longRunning: false,
      handle: (request, services) => listDefinitions(request, services, find),
    },
    {
      operationId: 'MetricNamespaces_List',
      method: 'GET',
      path: `${resource}/providers/${PROVIDER}/metricNamespaces`,
      longRunning: false,
      handle: (request, services) => listNamespaces(request, services, find),
    },
  ];
}

async function listMetrics(
  request: ArmRequest,
  services: ComputeServices,
  find: Find,
): Promise<ArmReply> {
  const subject = await find(request, services);
  const { fed, fedOfSet } = await fedFor(subject, services);
  const definitions = definitionsWith([...fedOfSet, ...fed].map(({ name }) => name));
  const now = services.longRunning.now();
  const hasMachines = subject.machine === undefined;
  const query = readMetricsQuery(request, { type: subject.type, definitions, hasMachines }, now);
  const availability = await availabilityOf(services.fleet, subject.key, {
    until: query.window.to,
    isAsked: isAskedBy(query, subject),
  });
  const none = { set: [], machines: new Map() };
  const measured = { ...subject, availability: availability ?? none, fed, fedOfSet };
  return compact(metricsBody(measured, query, now));
}

/** Which machines are asked for by themselves: the first ones are enough of all in no order. */
function isAskedBy(
  { machines, order, top }: MetricsQuery,
  { machine }: Pick<Subject, 'machine'>,
): (name: string) => boolean {
  if (machines === 'all') {
    const first = new Set<string>();
    return (name) => {
      if (order !== undefined || first.has(name)) return true;
      if (first.size === top) return false;
      first.add(name);
      return true;
    };
  }
  const names = new Set((machines ?? (machine === undefined ? [] : [machine])).map(foldCase));
  return (name) => names.has(foldCase(name));
}

async function listDefinitions(
  request: ArmRequest,
  services: ComputeServices,
  find: Find,
): Promise<ArmReply> {
  const subject = await find(request, services);
  const { fed, fedOfSet } = await fedFor(subject, services);
  const definitions = definitionsWith([...fedOfSet, ...fed].map(({ name }) => name));
  return compact(definitionsBody(subject, definitions, GRAINS));
}

async function listNamespaces(
  request: ArmRequest,
  services: ComputeServices,
  find: Find,
): Promise<ArmReply> {
  readNamespacesQuery(request);
  return compact(namespacesBody(await find(request, services)));
}

async function fedFor(
  subject: Subject,
  { store, longRunning }: ComputeServices,
): Promise<Pick<Measured, 'fed' | 'fedOfSet'>> {
  const metrics = new StoredMetrics(store, () => longRunning.now());
  const own = foldCase(subject.id);
  const fedOfSet = await metrics.listOf(subject.key);
  return { fedOfSet, fed: own === subject.key ? [] : await metrics.listOf(own) };
}

function compact(body: object): ArmReply {
  return { httpStatus: 200, speaker: 'provider', body: { bytes: gatewayJson(body) } };
}
