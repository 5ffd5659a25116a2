import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../src/base/index.ts';
import { imageAliases } from '../../../src/identity/image-aliases.ts';
import { type Azure, createAzure, SUBSCRIPTION } from '../compute/support/azure.ts';
import { GROUP, linuxSet, setPath } from '../compute/support/models.ts';

const LOCATION = `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Compute/locations/westeurope`;
const PUBLISHERS = `${LOCATION}/publishers`;
const JAMMY = `${PUBLISHERS}/Canonical/artifacttypes/vmimage/offers/0001-com-ubuntu-server-jammy/skus/22_04-lts-gen2/versions`;

async function names(azure: Azure, path: string): Promise<readonly string[]> {
  const answer = await azure.send('GET', path);
  assert.equal(answer.httpStatus, 200, answer.text);
  return (answer.json as unknown as { name: string }[]).map(({ name }) => name);
}

function imageSet(image: JsonObject, profile: JsonObject = {}): JsonObject {
  return linuxSet({
    profile: {
      storageProfile: { imageReference: image, osDisk: { createOption: 'FromImage' } },
      ...profile,
    },
  });
}

// Forms: the specification's examples of VirtualMachineImages; spelling of ids: recorded az tests.
test('images: publishers, offers, SKUs and versions are lists without an envelope', async () => {
  const azure = await createAzure();
  assert.ok((await names(azure, PUBLISHERS)).includes('Canonical'));
  const offers = `${PUBLISHERS}/canonical/artifacttypes/vmimage/offers`;
  assert.ok((await names(azure, offers)).includes('0001-com-ubuntu-server-jammy'));
  const skus = `${offers}/0001-com-ubuntu-server-jammy/skus`;
  assert.deepEqual(await names(azure, skus), ['22_04-lts', '22_04-lts-gen2', '22_04-lts-arm64']);
  const answer = await azure.send('GET', JAMMY);
  const [first] = answer.json as unknown as JsonObject[];
  assert.deepEqual(first, {
    location: 'westeurope',
    name: '22.04.202405100',
    id: `/Subscriptions/${SUBSCRIPTION}/Providers/Microsoft.Compute/Locations/westeurope/Publishers/Canonical/ArtifactTypes/VMImage/Offers/0001-com-ubuntu-server-jammy/Skus/22_04-lts-gen2/Versions/22.04.202405100`,
  });
});

// What az does to find out what `latest` is: _get_latest_image_version of azure-cli.
test('images: the newest version is found as az looks for it, and described', async () => {
  const azure = await createAzure();
  const newest = await names(azure, `${JAMMY}?$top=1&$orderby=${encodeURIComponent('name desc')}`);
  assert.deepEqual(newest, ['22.04.202408020']);
  const answer = await azure.send('GET', `${JAMMY}/${newest[0]}`);
  const properties = answer.json['properties'] as JsonObject;
  assert.equal(answer.json['name'], newest[0]);
  assert.equal(properties['hyperVGeneration'], 'V2');
  assert.equal(properties['architecture'], 'x64');
  assert.deepEqual(properties['disallowed'], { vmDiskType: 'Unmanaged' });
  assert.deepEqual(properties['osDiskImage'], {
    operatingSystem: 'Linux',
    sizeInGb: 30,
    sizeInBytes: 32212255232,
  });
  assert.deepEqual((properties['features'] as JsonObject[])[0], {
    name: 'SecurityType',
    value: 'TrustedLaunchSupported',
  });
  for (const expand of ['properties', 'properties/imageDeprecationStatus']) {
    const expanded = await azure.send('GET', `${JAMMY}?$expand=${expand}`);
    const [first] = expanded.json as unknown as { properties: JsonObject }[];
    assert.equal(first?.properties['architecture'], 'x64');
    assert.deepEqual(first?.properties['imageDeprecationStatus'], { imageState: 'Active' });
  }
});

test('images: arm and the first generation say so', async () => {
  const azure = await createAzure();
  const arm = await azure.send('GET', `${JAMMY.replace('-gen2', '-arm64')}/22.04.202408020`);
  assert.equal((arm.json['properties'] as JsonObject)['architecture'], 'Arm64');
  const first = await azure.send('GET', `${JAMMY.replace('-gen2', '')}/22.04.202408020`);
  assert.equal((first.json['properties'] as JsonObject)['hyperVGeneration'], 'V1');
  assert.doesNotMatch(first.text, /TrustedLaunch/);
});

// Words: clong/DetectionLab #729.
test('images: what is not there is no artifact, at every level', async () => {
  const azure = await createAzure();
  for (const path of [
    `${PUBLISHERS}/Nobody/artifacttypes/vmimage/offers`,
    `${PUBLISHERS}/Canonical/artifacttypes/vmimage/offers/none/skus`,
    JAMMY.replace('22_04-lts-gen2', 'none'),
    `${JAMMY}/1.2.3`,
  ]) {
    const answer = await azure.send('GET', path);
    assert.equal(answer.httpStatus, 404, path);
    assert.deepEqual(answer.json['error'], {
      code: 'NotFound',
      message: 'Artifact: VMImage was not found.',
    });
  }
  assert.equal((await azure.send('GET', `${JAMMY}?$orderby=size`)).httpStatus, 400);
  assert.equal((await azure.send('GET', `${JAMMY}?$expand=all`)).httpStatus, 400);
});

// The document behind `az vmss create --image Ubuntu2204`, and the copies that az 2.45 and 2.74 carry
// (azure/cli/command_modules/vm/_alias.py).
test('images: every alias of az leads to an image', async () => {
  const azure = await createAzure();
  const { outputs } = imageAliases() as { outputs: { aliases: { value: object } } };
  const ours = Object.values(outputs.aliases.value).flatMap((group: object) =>
    Object.values(group).map(({ publisher, offer, sku }) => `${publisher}:${offer}:${sku}`),
  );
  const carried = [
    'OpenLogic:CentOS:7.5',
    'Debian:debian-10:10',
    'kinvolk:flatcar-container-linux-free:stable',
    'SUSE:opensuse-leap-15-3:gen2',
    'RedHat:RHEL:7-LVM',
    'SUSE:sles-15-sp3:gen2',
    'Canonical:UbuntuServer:18.04-LTS',
    'MicrosoftWindowsServer:WindowsServer:2022-Datacenter',
    'MicrosoftWindowsServer:WindowsServer:2019-Datacenter',
    'MicrosoftWindowsServer:WindowsServer:2016-Datacenter',
    'MicrosoftWindowsServer:WindowsServer:2008-R2-SP1',
    'OpenLogic:CentOS:8_5-gen2',
    'RedHat:RHEL:8-lvm-gen2',
  ];
  assert.ok(ours.length > 10);
  for (const urn of [...ours, ...carried]) {
    const [publisher, offer, sku] = urn.split(':');
    const path = `${PUBLISHERS}/${publisher}/artifacttypes/vmimage/offers/${offer}/skus/${sku}/versions`;
    assert.ok((await names(azure, path)).length > 0, urn);
  }
});

test('images: extensions have types and versions', async () => {
  const azure = await createAzure();
  const types = `${PUBLISHERS}/Microsoft.Azure.Extensions/artifacttypes/vmextension/types`;
  assert.deepEqual(await names(azure, types), ['CustomScript', 'DockerExtension']);
  assert.deepEqual(await names(azure, `${types}/customscript/versions`), [
    '2.0.7',
    '2.1.6',
    '2.1.10',
  ]);
  const one = await azure.send('GET', `${types}/CustomScript/versions/2.1.10`);
  assert.equal((one.json['properties'] as JsonObject)['vmScaleSetEnabled'], true);
  for (const path of [
    `${PUBLISHERS}/Canonical/artifacttypes/vmextension/types`,
    `${types}/None/versions`,
    `${types}/CustomScript/versions/9.9.9`,
  ]) {
    const missing = await azure.send('GET', path);
    assert.equal(missing.httpStatus, 404);
    assert.match(missing.text, /Artifact: VMExtension was not found\./);
  }
});

// Words: pulumi/pulumi #5450.
test('a set: a platform image that is none is refused, an unknown publisher is taken at its word', async () => {
  const azure = await createAzure();
  const missing = {
    publisher: 'Canonical',
    offer: 'UbuntuServer',
    sku: '20.04-LTS',
    version: 'latest',
  };
  const answer = await azure.send('PUT', setPath('web'), { body: imageSet(missing) });
  assert.equal(answer.httpStatus, 404);
  assert.deepEqual(answer.json['error'], {
    code: 'PlatformImageNotFound',
    message:
      "The platform image 'Canonical:UbuntuServer:20.04-LTS:latest' is not available. Verify that all fields in the storage profile are correct. For more details about storage profile information, please refer to https://aka.ms/storageprofile",
    target: 'imageReference',
  });
  const odd = { ...missing, sku: '18.04-LTS', version: 'newest' };
  assert.equal((await azure.send('PUT', setPath('web'), { body: imageSet(odd) })).httpStatus, 404);
  const old = { ...odd, version: '18.04.201906040' };
  assert.equal((await azure.send('PUT', setPath('web'), { body: imageSet(old) })).httpStatus, 201);
  const other = { publisher: 'Contoso', offer: 'x', sku: 'y', version: 'latest' };
  assert.equal(
    (await azure.send('PUT', setPath('two'), { body: imageSet(other) })).httpStatus,
    201,
  );
});

test('a set: the image says the operating system and the size of its disk', async () => {
  const azure = await createAzure();
  const image = {
    publisher: 'MicrosoftSQLServer',
    offer: 'sql2022-ws2022',
    sku: 'standard-gen2',
    version: 'latest',
  };
  await azure.send('PUT', setPath('web'), { body: imageSet(image) });
  const answer = await azure.send('GET', setPath('web'));
  assert.match(answer.text, /"osType": "Windows"/);
  assert.match(answer.text, /"diskSizeGB": 127/);
  const red = { publisher: 'RedHat', offer: 'RHEL', sku: '8-gen2', version: 'latest' };
  await azure.send('PUT', setPath('red'), { body: imageSet(red) });
  assert.match((await azure.send('GET', setPath('red'))).text, /"diskSizeGB": 64/);
  await azure.settle();
  const machine = await azure.send('GET', `${setPath('red')}/virtualMachines/0`);
  assert.match(machine.text, /"exactVersion": "8\.10\.2024080218"/);
});

// R 2023 (errors.md).
test('a set: UEFI settings do not go with the first generation', async () => {
  const azure = await createAzure();
  const image = {
    publisher: 'Canonical',
    offer: '0001-com-ubuntu-server-jammy',
    version: 'latest',
  };
  const securityProfile = { securityType: 'TrustedLaunch', uefiSettings: { vTpmEnabled: true } };
  const send = (sku: string) =>
    azure.send('PUT', setPath('web'), { body: imageSet({ ...image, sku }, { securityProfile }) });
  const refused = await send('22_04-lts');
  assert.equal(refused.httpStatus, 400);
  assert.deepEqual(refused.json['error'], {
    code: 'BadRequest',
    message: 'UEFI settings are not supported for VMs and VM Scale Sets using Generation 1 Image.',
  });
  assert.equal((await send('22_04-lts-gen2')).httpStatus, 201);
});

test('a set: keeps an image that it has, whatever else is changed', async () => {
  const azure = await createAzure();
  const id = `${GROUP}/providers/Microsoft.Compute/images/mine`;
  assert.equal(
    (await azure.send('PUT', setPath('web'), { body: imageSet({ id }) })).httpStatus,
    201,
  );
});

// Ids and labels: Microsoft Learn, "Run scripts in your VM by using action Run Commands".
test('run commands: are listed without and shown with their script', async () => {
  const azure = await createAzure();
  const list = await azure.send('GET', `${LOCATION}/runCommands`);
  const commands = list.json['value'] as JsonObject[];
  assert.deepEqual(
    commands.find(({ id }) => id === 'RunShellScript'),
    {
      $schema: 'http://schema.management.azure.com/schemas/2016-11-17/runcommands.json',
      id: 'RunShellScript',
      osType: 'Linux',
      label: 'Executes a Linux shell script',
      description:
        'Custom multiline shell script should be defined in script property. Optional parameters can be set in parameters property.',
    },
  );
  const one = await azure.send('GET', `${LOCATION}/runCommands/runpowershellscript`);
  assert.equal(one.json['id'], 'RunPowerShellScript');
  assert.ok(Array.isArray(one.json['script']));
  assert.equal((await azure.send('GET', `${LOCATION}/runCommands/None`)).httpStatus, 404);
});
