import assert from 'node:assert/strict';
import type { ClientCase } from '../support/client-case.ts';
import type { Besides, Target } from '../support/target.ts';
import type { Method, OldComputeClient, ServiceError } from './client.ts';
import { linuxSet } from './model.ts';

interface Context {
  readonly client: OldComputeClient;
  readonly target: Target;
  readonly besides: Besides;
}

interface NamedSet {
  readonly name: string;
  readonly provisioningState: string;
  readonly sku: { readonly capacity: number };
}

interface InstanceView {
  readonly virtualMachine: unknown;
  readonly extensions?: unknown;
  readonly statuses: readonly { readonly time?: unknown }[];
}

const GROUP = 'old';

/** The story of azure-arm-compute 0.20.0, which asks at 2016-04-30-preview, in order. */
export const azureArmComputeCases: readonly ClientCase<Context>[] = [
  {
    name: 'signs in by its own ADAL and makes a group',
    async run({ besides }) {
      await besides.createGroup(GROUP);
    },
  },
  {
    name: 'reads the example of the reference page',
    async run(context) {
      const failed = {
        code: 'ProvisioningState/failed',
        level: 'Error',
        // The page's own word; docs/reference/instance-view.md.
        displayStatus: 'failed',
        message: 'Failed to get secret XXX',
      };
      for (const [set, extensionCode] of [
        ['page', 'ProvisioningState/succeeded'],
        ['page-installing', 'ProvisioningState/creating'],
      ] as const) {
        const { time, ...view } = await instanceView(context, 'reference', set);
        assert.ok(time instanceof Date);
        assert.deepEqual(view, {
          virtualMachine: { statusesSummary: [{ code: 'ProvisioningState/creating', count: 50 }] },
          extensions: [
            { name: 'extensionName', statusesSummary: [{ code: extensionCode, count: 7 }] },
          ],
          statuses: [failed],
        });
      }
    },
  },
  {
    name: 'creates a set and waits for it',
    async run({ client, target }) {
      const set = await call<NamedSet>(
        client.virtualMachineScaleSets,
        'createOrUpdate',
        GROUP,
        'web',
        linuxSet(target.subscriptionId, { capacity: 3, extensions: ['setup'] }),
      );
      assert.equal(set.provisioningState, 'Succeeded');
      assert.equal(set.sku.capacity, 3);
    },
  },
  {
    name: 'reads the exact instance view',
    async run(context) {
      const { time, ...view } = await instanceView(context, GROUP, 'web');
      assert.ok(time instanceof Date && !Number.isNaN(time.getTime()));
      assert.deepEqual(view, {
        virtualMachine: { statusesSummary: [{ code: 'ProvisioningState/succeeded', count: 3 }] },
        extensions: [
          {
            name: 'setup',
            statusesSummary: [{ code: 'ProvisioningState/succeeded', count: 3 }],
          },
        ],
        statuses: [
          {
            code: 'ProvisioningState/succeeded',
            level: 'Info',
            displayStatus: 'Provisioning succeeded',
          },
        ],
      });
    },
  },
  {
    name: 'lists sets and instances',
    async run({ client }) {
      const sets = await call<NamedSet[]>(client.virtualMachineScaleSets, 'list', GROUP);
      assert.deepEqual(
        sets.map(({ name }) => name),
        ['web'],
      );
      const instances = await call<{ instanceId: string }[]>(
        client.virtualMachineScaleSetVMs,
        'list',
        GROUP,
        'web',
      );
      assert.deepEqual(
        instances.map(({ instanceId }) => instanceId),
        ['0', '1', '2'],
      );
    },
  },
  {
    name: 'powers off and starts, and reads an instance’s view',
    async run({ client }) {
      const codes = async (): Promise<string[]> => {
        const view = await call<{ statuses: { code: string }[] }>(
          client.virtualMachineScaleSetVMs,
          'getInstanceView',
          GROUP,
          'web',
          '1',
        );
        return view.statuses.map(({ code }) => code);
      };
      await call(client.virtualMachineScaleSets, 'powerOff', GROUP, 'web', {
        instanceIds: ['1'],
      });
      assert.deepEqual(await codes(), ['ProvisioningState/succeeded', 'PowerState/stopped']);
      await call(client.virtualMachineScaleSets, 'start', GROUP, 'web');
      assert.deepEqual(await codes(), ['ProvisioningState/succeeded', 'PowerState/running']);
    },
  },
  {
    name: 'a set that is not there: 404 ResourceNotFound',
    async run({ client }) {
      const error = await refusal(
        call(client.virtualMachineScaleSets, 'getInstanceView', GROUP, 'none'),
      );
      assert.deepEqual([error.statusCode, error.code], [404, 'ResourceNotFound']);
    },
  },
  {
    name: 'an operation that fails: the error carries the operation’s code',
    async run(context) {
      const { client, target } = context;
      const error = await refusal(
        call(
          client.virtualMachineScaleSets,
          'createOrUpdate',
          GROUP,
          'failing',
          linuxSet(target.subscriptionId, { capacity: 2, extensions: ['broken'] }),
        ),
      );
      assert.equal(error.code, 'VMExtensionProvisioningError');
      assert.match(error.message, /failure when processing extension 'broken'/);
      const { extensions } = await instanceView(context, GROUP, 'failing');
      assert.deepEqual(extensions, [
        { name: 'broken', statusesSummary: [{ code: 'ProvisioningState/failed', count: 2 }] },
      ]);
    },
  },
  {
    name: 'deletes a set, and again without an error',
    async run({ client }) {
      await call(client.virtualMachineScaleSets, 'deleteMethod', GROUP, 'web');
      await call(client.virtualMachineScaleSets, 'deleteMethod', GROUP, 'web');
      const sets = await call<NamedSet[]>(client.virtualMachineScaleSets, 'list', GROUP);
      assert.deepEqual(
        sets.map(({ name }) => name),
        ['failing'],
      );
    },
  },
];

/** The view with the time of its only status set apart, as everything else is known to the letter. */
async function instanceView(
  { client }: Context,
  group: string,
  set: string,
): Promise<Record<string, unknown>> {
  const view = await call<InstanceView>(
    client.virtualMachineScaleSets,
    'getInstanceView',
    group,
    set,
  );
  const [status, ...others] = view.statuses;
  assert.ok(status !== undefined && others.length === 0);
  const { time, ...rest } = status;
  return { ...view, statuses: [rest], time };
}

async function refusal(promise: Promise<unknown>): Promise<ServiceError> {
  try {
    await promise;
  } catch (error) {
    assert.ok(error instanceof Error);
    return error;
  }
  return assert.fail('the call was accepted');
}

/** Calls a method whose last argument is a callback. */
async function call<Result>(
  operations: Readonly<Record<string, Method>>,
  name: string,
  ...args: readonly unknown[]
): Promise<Result> {
  const method = operations[name];
  assert.ok(method, `the client has no ${name}`);
  return new Promise((resolve, reject) => {
    method.call(operations, ...args, (error: ServiceError | null, result?: unknown) => {
      if (error) reject(error);
      else resolve(result as Result);
    });
  });
}
