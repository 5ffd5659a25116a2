import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { connect, createServer, rootCertificates } from 'node:tls';
import { EmulatorError } from '../../base/index.ts';
import { openCertificates } from './open-certificates.ts';

const DAY_MS = 86_400_000;
const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

function newFolder(context: TestContext): string {
  const parent = mkdtempSync(join(tmpdir(), 'lazulite-tls-'));
  context.after(() => rmSync(parent, { recursive: true }));
  return join(parent, 'data');
}

function read(file: string): X509Certificate {
  return new X509Certificate(readFileSync(file));
}

test('certificates: made at the first start, the same ones afterwards', (context) => {
  const folder = newFolder(context);
  const first = openCertificates({ folder, hosts: [] });
  assert.deepEqual(openCertificates({ folder, hosts: [] }), first);
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
  (context) => {
    const folder = newFolder(context);
    const { caFile } = openCertificates({ folder, hosts: [] });
    const mode = (file: string): number => statSync(file).mode & 0o777;
    assert.equal(mode(folder), 0o700);
    assert.equal(mode(join(folder, 'ca-key.pem')), 0o600);
    assert.equal(mode(join(folder, 'server.pem')), 0o600);
    assert.doesNotMatch(readFileSync(caFile, 'utf8'), /PRIVATE/);
    chmodSync(join(folder, 'ca-key.pem'), 0o644);
    openCertificates({ folder, hosts: [] });
    assert.equal(mode(join(folder, 'ca-key.pem')), 0o600);
  },
);

test(
  'certificates: openssl’s strict verification takes every name, and no other',
  { skip: !hasOpenssl && 'openssl is not installed' },
  (context) => {
    const folder = newFolder(context);
    const { caFile } = openCertificates({
      folder,
      hosts: ['lab.example', '10.1.2.3', '[fe80::1]', '0.0.0.0', '::'],
    });
    const verify = (...name: string[]): number | null =>
      spawnSync('openssl', [
        'verify',
        '-x509_strict',
        '-purpose',
        'sslserver',
        '-CAfile',
        caFile,
        ...name,
        join(folder, 'server.pem'),
      ]).status;
    assert.equal(verify('-verify_hostname', 'localhost'), 0);
    assert.equal(verify('-verify_hostname', 'lab.example'), 0);
    for (const address of ['127.0.0.1', '::1', '10.1.2.3', 'fe80::1'])
      assert.equal(verify('-verify_ip', address), 0, address);
    assert.notEqual(verify('-verify_hostname', 'example.com'), 0);
    assert.notEqual(verify('-verify_ip', '10.1.2.4'), 0);
  },
);

test(
  'certificates: the authority cannot speak for the rest of the world',
  { skip: !hasOpenssl && 'openssl is not installed' },
  (context) => {
    const folder = newFolder(context);
    openCertificates({ folder, hosts: [] });
    const at = (name: string): string => join(folder, name);
    // What a thief of ca-key.pem would do.
    const run = (...parameters: string[]): number | null => spawnSync('openssl', parameters).status;
    writeFileSync(
      at('extensions'),
      'subjectAltName=DNS:login.microsoftonline.com\nauthorityKeyIdentifier=keyid\n',
    );
    assert.equal(
      run(
        'req',
        '-new',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-keyout',
        at('k'),
        '-out',
        at('r'),
        '-subj',
        '/O=x',
      ),
      0,
    );
    assert.equal(
      run(
        'x509',
        '-req',
        '-in',
        at('r'),
        '-CA',
        at('ca.pem'),
        '-CAkey',
        at('ca-key.pem'),
        '-days',
        '3',
        '-out',
        at('c'),
        '-extfile',
        at('extensions'),
      ),
      0,
    );
    const verified = spawnSync('openssl', ['verify', '-CAfile', at('ca.pem'), at('c')], {
      encoding: 'utf8',
    });
    assert.notEqual(verified.status, 0);
    assert.match(verified.stderr + verified.stdout, /permitted subtree violation/);
  },
);

test('certificates: Node’s own client shakes hands with nothing but ca.pem, by name and by address', async (context) => {
  const folder = newFolder(context);
  const { key, cert, caFile } = openCertificates({ folder, hosts: [] });
  const server = createServer({ key, cert }, (socket) => socket.end());
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  context.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  const handshake = (servername: string | undefined, ca: Buffer | undefined): Promise<boolean> =>
    new Promise((resolve, reject) => {
      const socket = connect(
        { port, host: '127.0.0.1', ...(servername && { servername }), ...(ca && { ca }) },
        () => {
          resolve(socket.authorized);
          socket.destroy();
        },
      );
      socket.on('error', reject);
    });
  const ca = readFileSync(caFile);
  assert.equal(await handshake('localhost', ca), true);
  assert.equal(await handshake(undefined, ca), true);
  await assert.rejects(handshake('localhost', undefined), /unable to verify|self.signed/);
  await assert.rejects(handshake('example.com', ca), /does not match/);
});

test('certificates: the authority outlives its server’s certificates, which are renewed in time', (context) => {
  const folder = newFolder(context);
  const nowMs = Date.now();
  const first = openCertificates({ folder, hosts: [], nowMs });
  const later = openCertificates({ folder, hosts: [], nowMs: nowMs + 360 * DAY_MS });
  assert.equal(later.cert, first.cert);
  const renewed = openCertificates({ folder, hosts: [], nowMs: nowMs + 368 * DAY_MS });
  assert.notEqual(renewed.cert, first.cert);
  const authority = read(renewed.caFile);
  assert.ok(new X509Certificate(renewed.cert).verify(authority.publicKey));
  assert.ok(new X509Certificate(first.cert).verify(authority.publicKey));
  openCertificates({ folder, hosts: [], nowMs: nowMs + 3_649 * DAY_MS });
  assert.notEqual(read(first.caFile).fingerprint256, authority.fingerprint256);
});

test('certificates: a new host needs a new authority, one host less does not', (context) => {
  const folder = newFolder(context);
  const fingerprint = (hosts: string[]): string =>
    read(openCertificates({ folder, hosts }).caFile).fingerprint256;
  const plain = fingerprint([]);
  const wider = fingerprint(['lab.example', 'other.example']);
  assert.notEqual(wider, plain);
  assert.equal(fingerprint(['lab.example']), wider);
  const { cert } = openCertificates({ folder, hosts: ['LAB.example.'] });
  assert.match(new X509Certificate(cert).subjectAltName ?? '', /, DNS:lab\.example$/);
  // 127.0.0.9 is within 127.0.0.0/8 already; addresses that mean every interface are no names.
  assert.equal(fingerprint(['127.0.0.9', '0.0.0.0', '[::]']), wider);
});

test('certificates: spoilt files are made anew', (context) => {
  const folder = newFolder(context);
  const first = openCertificates({ folder, hosts: [] });
  writeFileSync(join(folder, 'server.pem'), 'rubbish');
  writeFileSync(first.caFile, 'rubbish');
  const second = openCertificates({ folder, hosts: [] });
  assert.ok(new X509Certificate(second.cert).verify(read(second.caFile).publicKey));
  const before = read(second.caFile).fingerprint256;
  writeFileSync(join(folder, 'ca-key.pem'), '');
  const third = openCertificates({ folder, hosts: [] });
  assert.notEqual(read(third.caFile).fingerprint256, before);
  assert.ok(new X509Certificate(third.cert).verify(read(third.caFile).publicKey));
});

test('certificates: another installation’s server certificate is not taken over', (context) => {
  const ours = newFolder(context);
  const theirs = newFolder(context);
  openCertificates({ folder: theirs, hosts: [] });
  const { caFile } = openCertificates({ folder: ours, hosts: [] });
  writeFileSync(join(ours, 'server.pem'), readFileSync(join(theirs, 'server.pem')));
  const { cert } = openCertificates({ folder: ours, hosts: [] });
  assert.ok(new X509Certificate(cert).verify(read(caFile).publicKey));
});

test('bundle: ours in front of the system’s, which is followed when it changes', (context) => {
  const folder = newFolder(context);
  const { caFile, caBundleFile } = openCertificates({ folder, hosts: [], systemBundles: [] });
  const ours = readFileSync(caFile, 'utf8');
  assert.equal(readFileSync(caBundleFile, 'utf8'), `${ours}${rootCertificates.join('\n')}\n`);
  const place = join(folder, 'system.pem');
  const company = rootCertificates[0] ?? '';
  writeFileSync(place, company);
  // Its own bundle as the system's would grow with every start.
  openCertificates({
    folder,
    hosts: [],
    systemBundles: [join(folder, 'missing'), caBundleFile, place],
  });
  assert.equal(readFileSync(caBundleFile, 'utf8'), `${ours}${company}\n`);
});

test('hosts: what can be no name is refused with its text', (context) => {
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
    assert.throws(
      () => openCertificates({ folder, hosts: [host] }),
      (error) =>
        error instanceof EmulatorError &&
        error.code === 'EMU_BAD_OPTION' &&
        error.message.includes(`'${host}'`),
      host,
    );
  }
});
