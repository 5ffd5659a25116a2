import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { rootCertificates } from 'node:tls';
import { promisify } from 'node:util';
import { EmulatorError } from '../../base/index.ts';
import { newFolder, read } from './certificates-fixture.ts';
import { openCertificates } from './open-certificates.ts';

const DAY_MS = 86_400_000;
const execute = promisify(execFile);

test('certificates: made at the first start, the same ones afterwards', async (context) => {
  const folder = newFolder(context);
  const first = await openCertificates({ folder, hosts: [] });
  assert.deepEqual(await openCertificates({ folder, hosts: [] }), first);
  const server = new X509Certificate(first.cert);
  assert.ok(server.verify(read(first.caFile).publicKey));
  assert.equal(
    server.subjectAltName,
    'DNS:localhost, DNS:*.localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1',
  );
});

test(
  'certificates: keys and the folder are their owner’s alone',
  { skip: process.platform === 'win32' && 'no modes on Windows' },
  async (context) => {
    const folder = newFolder(context);
    const { caFile } = await openCertificates({ folder, hosts: [] });
    const mode = (file: string): number => statSync(file).mode & 0o777;
    assert.equal(mode(folder), 0o700);
    assert.equal(mode(join(folder, 'ca-key.pem')), 0o600);
    assert.equal(mode(join(folder, 'server.pem')), 0o600);
    assert.doesNotMatch(readFileSync(caFile, 'utf8'), /PRIVATE/);
    chmodSync(join(folder, 'ca-key.pem'), 0o644);
    await openCertificates({ folder, hosts: [] });
    assert.equal(mode(join(folder, 'ca-key.pem')), 0o600);
  },
);

test('certificates: the authority outlives its server’s certificates, which are renewed in time', async (context) => {
  const folder = newFolder(context);
  const nowMs = Date.now();
  const first = await openCertificates({ folder, hosts: [], nowMs });
  const later = await openCertificates({ folder, hosts: [], nowMs: nowMs + 360 * DAY_MS });
  assert.equal(later.cert, first.cert);
  const renewed = await openCertificates({ folder, hosts: [], nowMs: nowMs + 368 * DAY_MS });
  assert.notEqual(renewed.cert, first.cert);
  const authority = read(renewed.caFile);
  assert.ok(new X509Certificate(renewed.cert).verify(authority.publicKey));
  assert.ok(new X509Certificate(first.cert).verify(authority.publicKey));
  await openCertificates({ folder, hosts: [], nowMs: nowMs + 3_649 * DAY_MS });
  assert.notEqual(read(first.caFile).fingerprint256, authority.fingerprint256);
});

test('certificates: a new host needs a new authority, one host less does not', async (context) => {
  const folder = newFolder(context);
  const fingerprint = async (hosts: string[]): Promise<string> =>
    read((await openCertificates({ folder, hosts })).caFile).fingerprint256;
  const plain = await fingerprint([]);
  const wider = await fingerprint(['lab.example', 'other.example']);
  assert.notEqual(wider, plain);
  assert.equal(await fingerprint(['lab.example']), wider);
  const { cert } = await openCertificates({ folder, hosts: ['LAB.example.'] });
  assert.match(new X509Certificate(cert).subjectAltName ?? '', /, DNS:lab\.example$/);
  // 127.0.0.9 is within 127.0.0.0/8 already; addresses that mean every interface are no names.
  assert.equal(await fingerprint(['127.0.0.9', '0.0.0.0', '[::]']), wider);
});

test('certificates: processes that start together agree on one authority', async (context) => {
  const folder = newFolder(context);
  const all = await Promise.all(
    Array.from({ length: 4 }, () => openCertificates({ folder, hosts: [], systemBundles: [] })),
  );
  const authority = read(all[0]?.caFile ?? '');
  for (const { cert } of all) assert.ok(new X509Certificate(cert).verify(authority.publicKey));
});

test('certificates: a start with good ones does not load what makes them', async (context) => {
  const folder = newFolder(context);
  await openCertificates({ folder, hosts: ['lab.example'] });
  const script = `
    const { openCertificates } = await import(process.argv[1]);
    await openCertificates({ folder: process.argv[2], hosts: process.argv.slice(3) });
    console.log('getMetadata' in Reflect);`;
  const makes = async (...hosts: string[]): Promise<string> => {
    const module = new URL('./open-certificates.ts', import.meta.url).href;
    const parameters = ['--input-type=module', '-e', script, module, folder, ...hosts];
    return (await execute(process.execPath, parameters)).stdout;
  };
  assert.equal(await makes('lab.example'), 'false\n');
  assert.equal(await makes(), 'true\n');
});

test('certificates: spoilt files are made anew', async (context) => {
  const folder = newFolder(context);
  const first = await openCertificates({ folder, hosts: [] });
  writeFileSync(join(folder, 'server.pem'), 'rubbish');
  writeFileSync(first.caFile, 'rubbish');
  const second = await openCertificates({ folder, hosts: [] });
  assert.ok(new X509Certificate(second.cert).verify(read(second.caFile).publicKey));
  const before = read(second.caFile).fingerprint256;
  writeFileSync(join(folder, 'ca-key.pem'), '');
  const third = await openCertificates({ folder, hosts: [] });
  assert.notEqual(read(third.caFile).fingerprint256, before);
  assert.ok(new X509Certificate(third.cert).verify(read(third.caFile).publicKey));
});

test('certificates: another installation’s server certificate is not taken over', async (context) => {
  const ours = newFolder(context);
  const theirs = newFolder(context);
  await openCertificates({ folder: theirs, hosts: [] });
  const { caFile } = await openCertificates({ folder: ours, hosts: [] });
  writeFileSync(join(ours, 'server.pem'), readFileSync(join(theirs, 'server.pem')));
  const { cert } = await openCertificates({ folder: ours, hosts: [] });
  assert.ok(new X509Certificate(cert).verify(read(caFile).publicKey));
});

test('bundle: ours in front of the system’s, which is followed when it changes', async (context) => {
  const folder = newFolder(context);
  const { caFile, caBundleFile } = await openCertificates({ folder, hosts: [], systemBundles: [] });
  const ours = readFileSync(caFile, 'utf8');
  assert.equal(readFileSync(caBundleFile, 'utf8'), `${ours}${rootCertificates.join('\n')}\n`);
  const place = join(folder, 'system.pem');
  const company = rootCertificates[0] ?? '';
  writeFileSync(place, company);
  // Its own bundle as the system's would grow with every start.
  await openCertificates({
    folder,
    hosts: [],
    systemBundles: [join(folder, 'missing'), caBundleFile, place],
  });
  assert.equal(readFileSync(caBundleFile, 'utf8'), `${ours}${company}\n`);
});

test('hosts: what can be no name is refused with its text', async (context) => {
  const folder = newFolder(context);
  for (const host of [
    'a b',
    'http://x',
    'x:80',
    '',
    '-x',
    'a..b',
    `${'a'.repeat(64)}.b`,
    '256.1.1.1/8',
  ]) {
    await assert.rejects(
      openCertificates({ folder, hosts: [host] }),
      (error) =>
        error instanceof EmulatorError &&
        error.code === 'EMU_BAD_OPTION' &&
        error.message.includes(`'${host}'`),
      host,
    );
  }
});
