import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../src/base/index.ts';
import { createMemoryStore, type Store } from '../../../src/store/index.ts';
import { createAzure } from './support/azure.ts';
import { CUSTOM_DATA, extension, linuxSet, PASSWORD, setPath } from './support/models.ts';

const PROTECTED = 'hunter2-of-the-extension';
const CONTENT = '<Password>hunter3-of-the-answer-file</Password>';
const SECRETS = [PASSWORD, CUSTOM_DATA, PROTECTED, 'hunter3'];

/** A store that shows every value that is ever written to it. */
function listening(store: Store, seen: string[]): Store {
  return {
    ...bound(store),
    async commit(batch) {
      for (const write of batch) seen.push(JSON.stringify(write));
      return await store.commit(batch);
    },
    async writeSnapshot(journal, snapshot) {
      seen.push(Buffer.from(snapshot.bytes).toString('latin1'));
      return await store.writeSnapshot(journal, snapshot);
    },
  };
}

function bound(store: Store): Store {
  return {
    engine: store.engine,
    shared: store.shared,
    getDocument: store.getDocument.bind(store),
    listDocuments: store.listDocuments.bind(store),
    readJournal: store.readJournal.bind(store),
    listNames: store.listNames.bind(store),
    readHeads: store.readHeads.bind(store),
    findTagged: store.findTagged.bind(store),
    readSnapshot: store.readSnapshot.bind(store),
    writeSnapshot: store.writeSnapshot.bind(store),
    commit: store.commit.bind(store),
    close: store.close.bind(store),
  };
}

const secretive = (besides: JsonObject = {}): JsonObject =>
  linuxSet({
    osProfile: { customData: CUSTOM_DATA, ...besides },
    extensions: [extension('A', { protectedSettings: { token: PROTECTED } })],
    profile: { userData: Buffer.from('hello').toString('base64') },
  });

const answerFile = linuxSet({
  osProfile: {
    computerNamePrefix: 'win',
    windowsConfiguration: {
      additionalUnattendContent: [
        {
          passName: 'OobeSystem',
          componentName: 'Microsoft-Windows-Shell-Setup',
          settingName: 'AutoLogon',
          content: CONTENT,
        },
      ],
    },
  },
});

// Recorded: no answer ever had adminPassword, customData (since 2017) or protectedSettings
// (model-defaults.md, "Secrets"). That nothing else has them is our own promise.
test('secrets: in no journal, document, snapshot, answer or log', async () => {
  const written: string[] = [];
  const azure = await createAzure({ store: listening(createMemoryStore(), written) });
  const answers: string[] = [];
  const send = async (method: string, path: string, body?: unknown) => {
    const answer = await azure.send(method, path, body === undefined ? {} : { body });
    answers.push(answer.text);
    return answer;
  };
  assert.equal((await send('PUT', setPath('web'), secretive())).httpStatus, 201);
  assert.equal((await send('PUT', setPath('win'), answerFile)).httpStatus, 201);
  await azure.settle();
  await send('GET', setPath('web'));
  await send('GET', `${setPath('web')}?$expand=userData`);
  await send('GET', `${setPath('web')}/virtualMachines?$expand=instanceView`);
  await send('GET', `${setPath('web')}/extensions`);
  await send('PATCH', setPath('web'), {
    properties: { virtualMachineProfile: { osProfile: { customData: CUSTOM_DATA } } },
  });
  await send('PUT', setPath('web'), secretive({ adminUsername: 'root' }));
  await send('POST', `${setPath('web')}/reimage`, {
    instanceIds: ['0'],
    osProfile: { adminPassword: PASSWORD },
  });
  await azure.settle();
  const kept = [...written, ...answers, ...azure.log].join('\n');
  assert.ok(kept.length > 10_000, 'the test looked at something');
  for (const secret of SECRETS) assert.ok(!kept.includes(secret), secret);
  assert.ok(!kept.includes(JSON.stringify(CONTENT).slice(1, -1)));
  assert.ok(!answers.join('').includes('"$'), 'fingerprints stay inside');
});

test('secrets: another password is another model, the same one is not', async () => {
  const azure = await createAzure();
  const latest = async () => {
    const { json } = await azure.send('GET', `${setPath('web')}/virtualMachines/0`);
    return (json['properties'] as JsonObject)['latestModelApplied'];
  };
  await azure.send('PUT', setPath('web'), { body: secretive() });
  await azure.settle();
  await azure.send('PUT', setPath('web'), { body: secretive() });
  await azure.settle();
  assert.equal(await latest(), true);
  await azure.send('PUT', setPath('web'), { body: secretive({ adminPassword: 'An0ther-one!' }) });
  await azure.settle();
  assert.equal(await latest(), false);
});

test('secrets: a changed protected setting is another model of its extension', async () => {
  const azure = await createAzure();
  const body = (token: string) =>
    linuxSet({ extensions: [extension('A', { protectedSettings: { token } })] });
  await azure.send('PUT', setPath('web'), { body: body('one') });
  await azure.settle();
  await azure.send('PUT', setPath('web'), { body: body('two') });
  await azure.settle();
  const { json } = await azure.send('GET', `${setPath('web')}/virtualMachines/0`);
  assert.equal((json['properties'] as JsonObject)['latestModelApplied'], false);
});

test('secrets: what the client has named with a $ itself is no fingerprint and stays', async () => {
  const azure = await createAzure();
  const settings = { $schema: 'https://example.org/schema', $nested: { $id: 1 } };
  const tags = { $cost: 'centre 7' };
  const body = linuxSet({
    envelope: { tags },
    extensions: [extension('A', { settings, protectedSettings: { token: PROTECTED } })],
  });
  const put = await azure.send('PUT', setPath('web'), { body });
  assert.equal(put.httpStatus, 201, put.text);
  await azure.settle();
  assert.deepEqual((await azure.send('GET', setPath('web'))).json['tags'], tags);
  const machine = await azure.send('GET', `${setPath('web')}/virtualMachines/0`);
  assert.deepEqual(machine.json['tags'], tags);
  const one = await azure.send('GET', `${setPath('web')}/extensions/A`);
  const shown = one.json['properties'] as JsonObject;
  assert.deepEqual(shown['settings'], settings);
  assert.deepEqual(
    Object.keys(shown).filter((name) => name.startsWith('$')),
    [],
  );
});

// Recorded: `$expand=userData` (operations.md, "Notes").
test('user data: shown only to those who ask for it', async () => {
  const azure = await createAzure();
  await azure.send('PUT', setPath('web'), { body: secretive() });
  const profileOf = async (query: string) => {
    const { json } = await azure.send('GET', `${setPath('web')}${query}`);
    return (json['properties'] as JsonObject)['virtualMachineProfile'] as JsonObject;
  };
  assert.equal((await profileOf(''))['userData'], undefined);
  assert.equal((await profileOf('?$expand=userData'))['userData'], 'aGVsbG8=');
  await azure.settle();
  const machine = await azure.send('GET', `${setPath('web')}/virtualMachines/0?$expand=userData`);
  assert.equal((machine.json['properties'] as JsonObject)['userData'], 'aGVsbG8=');
});

test('public keys are no secret', async () => {
  const azure = await createAzure();
  const keyData = 'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQ user@host';
  const path = '/home/azureuser/.ssh/authorized_keys';
  const linuxConfiguration = {
    disablePasswordAuthentication: true,
    ssh: { publicKeys: [{ path, keyData }] },
  };
  const body = linuxSet({ osProfile: { adminPassword: null, linuxConfiguration } });
  const put = await azure.send('PUT', setPath('web'), { body });
  assert.equal(put.httpStatus, 201, put.text);
  assert.ok(put.text.includes(keyData));
});
