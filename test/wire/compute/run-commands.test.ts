import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../src/base/index.ts';
import { type Answer, type Azure, createAzure } from './support/azure.ts';
import { linuxSet, setPath } from './support/models.ts';

const WEB = setPath('web');
const MACHINE = `${WEB}/virtualMachines/0`;
const FIRST = `${MACHINE}/runCommands/first`;

async function settled(profile: JsonObject = {}): Promise<Azure> {
  const azure = await createAzure();
  await azure.send('PUT', WEB, { body: linuxSet({ capacity: 2, profile }) });
  await azure.settle();
  return azure;
}

const windows = {
  storageProfile: {
    imageReference: {
      publisher: 'MicrosoftWindowsServer',
      offer: 'WindowsServer',
      sku: '2022-datacenter',
      version: 'latest',
    },
    osDisk: { createOption: 'FromImage' },
  },
};

const errorOf = (answer: Answer): JsonObject => answer.json['error'] as JsonObject;
const invoke = (azure: Azure, body: unknown, machine = MACHINE): Promise<Answer> =>
  azure.send('POST', `${machine}/runCommand`, { body });

async function outputOf(azure: Azure, answer: Answer): Promise<JsonObject[]> {
  assert.equal(answer.httpStatus, 202, answer.text);
  await azure.settle();
  const result = await azure.send('GET', answer.header('location') ?? '');
  const poll = (await azure.send('GET', answer.header('azure-asyncoperation') ?? '')).json;
  assert.deepEqual(poll['properties'], { output: result.json });
  assert.deepEqual(Object.keys(poll), ['startTime', 'endTime', 'status', 'properties', 'name']);
  // Recorded compact (lro.md, "Polling the Location URL").
  assert.ok(result.text.startsWith('{"value":[{"code":'), result.text);
  return result.json['value'] as JsonObject[];
}

async function view(azure: Azure, path = FIRST): Promise<JsonObject> {
  const { json } = await azure.send('GET', `${path}?$expand=instanceView`);
  return json['properties'] as JsonObject;
}

// Recorded: lro.md, "Output"; azure-cli #32286.
test('run command: one element on Linux, with what the script is told to say', async () => {
  const azure = await settled();
  const answer = await invoke(azure, {
    commandId: 'RunShellScript',
    script: ['echo hi', '# lazulite: stdout hi', '#lazulite: stderr oh', '# lazulite: exit 3'],
    parameters: [{ name: 'arg1', value: 'x' }],
  });
  const machine = await azure.send('GET', `${MACHINE}/instanceView`);
  assert.match(machine.text, /ProvisioningState\/updating/);
  assert.deepEqual(await outputOf(azure, answer), [
    {
      code: 'ProvisioningState/succeeded',
      level: 'Info',
      displayStatus: 'Provisioning succeeded',
      message: 'Enable succeeded: \n[stdout]\nhi\n\n[stderr]\noh\n',
    },
  ]);
});

test('run command: two elements on Windows', async () => {
  const azure = await settled(windows);
  const answer = await invoke(azure, {
    commandId: 'runpowershellscript',
    script: ['Get-Date', '# lazulite: stdout now'],
  });
  assert.deepEqual(
    (await outputOf(azure, answer)).map(({ code, message }) => [code, message]),
    [
      ['ComponentStatus/StdOut/succeeded', 'now\n'],
      ['ComponentStatus/StdErr/succeeded', ''],
    ],
  );
});

test('run command: a script that says nothing is described and not repeated', async () => {
  const azure = await settled();
  const script = ['echo password=hush', 'date'];
  const once = await outputOf(azure, await invoke(azure, { commandId: 'RunShellScript', script }));
  const again = await outputOf(azure, await invoke(azure, { commandId: 'RunShellScript', script }));
  assert.deepEqual(again, once);
  assert.match(String(once[0]?.['message']), /has not run this script of 2 lines, 23 bytes/);
  assert.ok(!JSON.stringify(once).includes('hush'));
  const [command] = await outputOf(azure, await invoke(azure, { commandId: 'ifconfig' }));
  assert.match(String(command?.['message']), /has not run the command ifconfig/);
});

// Documented: the output is limited to the last 4,096 bytes.
test('run command: of a long output the end is shown', async () => {
  const azure = await settled();
  const script = Array.from(
    { length: 300 },
    (_, at) => `# lazulite: stdout ${at} ${'ä'.repeat(9)}`,
  );
  const [status] = await outputOf(
    azure,
    await invoke(azure, { commandId: 'RunShellScript', script }),
  );
  const [, stdout = ''] =
    /\[stdout\]\n([\s\S]*)\n\[stderr\]/.exec(String(status?.['message'])) ?? [];
  assert.ok(Buffer.byteLength(stdout) <= 4_096 && Buffer.byteLength(stdout) > 4_090);
  assert.match(stdout, /\n299 ä+\n$/);
  assert.ok(!stdout.includes('\uFFFD'));
});

test('run command: refusals', async () => {
  const azure = await settled();
  assert.equal(errorOf(await invoke(azure, {}))['target'], 'commandId');
  const unknown = await invoke(azure, { commandId: 'RunPowerShellScript' });
  assert.equal(errorOf(unknown)['code'], 'InvalidParameter');
  const missing = await invoke(azure, { commandId: 'RunShellScript' }, `${WEB}/virtualMachines/9`);
  assert.equal(missing.httpStatus, 404);
  assert.equal((await invoke(azure, { commandId: 'RunShellScript' })).httpStatus, 202);
  // azure-cli #32305.
  const busy = await invoke(azure, { commandId: 'RunShellScript' });
  assert.equal(busy.httpStatus, 409);
  assert.deepEqual(errorOf(busy), {
    code: 'Conflict',
    message:
      'Run command extension execution is in progress. Please wait for completion before invoking a run command.',
  });
  await azure.send('POST', `${WEB}/deallocate`);
  await azure.settle();
  const stopped = await invoke(azure, { commandId: 'RunShellScript' });
  assert.equal(stopped.httpStatus, 409);
  assert.match(String(errorOf(stopped)['message']), /when the VM is not running/);
});

// Recorded: 201 Creating, 200 Updating, 202 empty (lro.md, "First answer").
test('run commands: are written, run, read, changed and deleted', async () => {
  const azure = await settled();
  const answer = await azure.send('PUT', FIRST, {
    body: {
      location: 'westeurope',
      tags: { a: 'b' },
      properties: {
        source: { script: 'date\n# lazulite: stdout done' },
        parameters: [{ name: 'p', value: 'v' }],
        protectedParameters: [{ name: 's', value: 'hush' }],
        runAsUser: 'root',
        runAsPassword: 'hush',
        outputBlobUri: 'https://a.blob.core.windows.net/c/b?sig=hush',
      },
    },
  });
  assert.equal(answer.httpStatus, 201, answer.text);
  assert.ok(answer.header('azure-asyncoperation'));
  assert.equal(answer.header('location'), undefined);
  assert.ok(!answer.text.includes('hush'));
  assert.ok(!azure.log.join('').includes('hush'));
  assert.equal((answer.json['properties'] as JsonObject)['provisioningState'], 'Creating');
  assert.equal(((await view(azure))['instanceView'] as JsonObject)['executionState'], 'Running');
  await azure.settle();
  const shown = await view(azure);
  assert.equal(shown['provisioningState'], 'Succeeded');
  assert.deepEqual(shown['parameters'], [{ name: 'p', value: 'v' }]);
  const { startTime, endTime, ...instanceView } = shown['instanceView'] as JsonObject;
  assert.deepEqual(instanceView, {
    executionState: 'Succeeded',
    executionMessage: 'Execution completed',
    exitCode: 0,
    output: 'done\n',
    error: '',
  });
  assert.ok(String(startTime) < String(endTime));
  const list = (await azure.send('GET', `${MACHINE}/runCommands`)).json['value'] as JsonObject[];
  assert.deepEqual(
    list.map(({ name, type }) => [name, type]),
    [['first', 'Microsoft.Compute/virtualMachineScaleSets/virtualMachines/runCommands']],
  );
  assert.ok(!JSON.stringify(list).includes('instanceView'));

  const changed = await azure.send('PATCH', FIRST, {
    body: { properties: { source: { script: '# lazulite: exit 7' } } },
  });
  assert.equal(changed.httpStatus, 200, changed.text);
  assert.equal((changed.json['properties'] as JsonObject)['provisioningState'], 'Updating');
  await azure.settle();
  const failed = await view(azure);
  assert.equal(failed['provisioningState'], 'Succeeded');
  assert.equal(failed['runAsUser'], 'root');
  assert.equal((failed['instanceView'] as JsonObject)['executionState'], 'Failed');
  assert.equal((failed['instanceView'] as JsonObject)['exitCode'], 7);

  const gone = await azure.send(
    'DELETE',
    FIRST.toUpperCase().replace('/SUBSCRIPTIONS', '/subscriptions'),
  );
  assert.equal(gone.httpStatus, 202, gone.text);
  await azure.settle();
  assert.equal((await azure.send('GET', FIRST)).httpStatus, 404);
  assert.equal((await azure.send('DELETE', FIRST)).httpStatus, 204);
});

// azure-cli #20495: the flag makes the exit code count.
test('run commands: a failure can count as one of the resource; a time limit ends a run', async () => {
  const azure = await settled();
  const put = (name: string, properties: JsonObject): Promise<Answer> =>
    azure.send('PUT', `${MACHINE}/runCommands/${name}`, {
      body: { location: 'westeurope', properties },
    });
  const counting = await put('counting', {
    source: { script: '# lazulite: exit 1' },
    treatFailureAsDeploymentFailure: true,
  });
  const limited = await put('limited', { source: { script: 'sleep 99' }, timeoutInSeconds: 2 });
  assert.equal(limited.httpStatus, 201);
  await azure.settle();
  const poll = await azure.send('GET', counting.header('azure-asyncoperation') ?? '');
  assert.equal(poll.json['status'], 'Failed');
  assert.equal(
    (await view(azure, `${MACHINE}/runCommands/counting`))['provisioningState'],
    'Failed',
  );
  const timed = (await view(azure, `${MACHINE}/runCommands/limited`))['instanceView'] as JsonObject;
  assert.equal(timed['executionState'], 'TimedOut');
});

test('run commands: what is asynchronous runs on after its operation has ended', async () => {
  const azure = await settled();
  const answer = await azure.send('PUT', FIRST, {
    body: {
      location: 'westeurope',
      properties: { source: { commandId: 'ifconfig' }, asyncExecution: true },
    },
  });
  await azure.advance(2);
  const poll = await azure.send('GET', answer.header('azure-asyncoperation') ?? '');
  assert.equal(poll.json['status'], 'Succeeded');
  assert.equal(((await view(azure))['instanceView'] as JsonObject)['executionState'], 'Running');
  await azure.settle();
  assert.equal(((await view(azure))['instanceView'] as JsonObject)['executionState'], 'Succeeded');
});

test('run commands: refusals, and machines that go', async () => {
  const azure = await settled();
  const put = (properties: JsonObject, path = FIRST): Promise<Answer> =>
    azure.send('PUT', path, { body: { location: 'westeurope', properties } });
  assert.equal(errorOf(await put({}))['target'], 'runCommand.source');
  const late = await put({ source: { script: 'a' }, timeoutInSeconds: 6_000 });
  assert.equal(errorOf(late)['target'], 'runCommand.timeoutInSeconds');
  const badName = await put({ source: { script: 'a' } }, `${MACHINE}/runCommands/a%20b`);
  assert.equal(errorOf(badName)['target'], 'runCommandName');
  const patch = await azure.send('PATCH', FIRST, { body: { properties: {} } });
  assert.equal(patch.httpStatus, 404);
  const missing = await put({ source: { script: 'a' } }, `${WEB}/virtualMachines/9/runCommands/a`);
  assert.equal(missing.httpStatus, 404);
  for (let at = 0; at < 25; at += 1) {
    const path = `${WEB}/virtualMachines/1/runCommands/c${at}`;
    assert.equal((await put({ source: { script: 'a' } }, path)).httpStatus, 201);
  }
  const many = await put({ source: { script: 'a' } }, `${WEB}/virtualMachines/1/runCommands/d`);
  assert.equal(errorOf(many)['code'], 'OperationNotAllowed');
  const running = await put({ source: { script: 'a' } });
  assert.equal(running.httpStatus, 201);
  await azure.send('POST', `${WEB}/delete`, { body: { instanceIds: ['0'] } });
  await azure.settle();
  const poll = await azure.send('GET', running.header('azure-asyncoperation') ?? '');
  assert.equal((poll.json['error'] as JsonObject)['code'], 'OperationPreempted');
  assert.equal((await azure.send('GET', FIRST)).httpStatus, 404);
});
