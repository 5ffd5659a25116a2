import 'reflect-metadata';
import { X509Certificate as PeculiarCertificate } from '@peculiar/x509';
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { connect, createServer } from 'node:tls';
import { promisify } from 'node:util';
import { newFolder } from './certificates-fixture.ts';
import { openCertificates } from './open-certificates.ts';

// Other people's programs say whether our certificates are good.

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
const hasPython = spawnSync('python3', ['--version']).status === 0;
const execute = promisify(execFile);

async function serve(context: TestContext, secrets: { key: string; cert: string }) {
  const server = createServer(secrets, (socket) => socket.end());
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  context.after(() => server.close());
  return (server.address() as AddressInfo).port;
}

test(
  'certificates: openssl’s strict verification takes every name, and no other',
  { skip: !hasOpenssl && 'openssl is not installed' },
  async (context) => {
    const folder = newFolder(context);
    const { caFile } = await openCertificates({
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
  'certificates: Python’s strict verification accepts the authority and the server',
  { skip: !hasPython && 'Python is not installed' },
  async (context) => {
    const folder = newFolder(context);
    const { caFile, cert, key } = await openCertificates({ folder, hosts: [], systemBundles: [] });
    const port = await serve(context, { key, cert });
    // The default of Python 3.13 and later, asked for by name so that older ones judge alike.
    const script = [
      'import socket, ssl, sys',
      'context = ssl.create_default_context(cafile=sys.argv[1])',
      'context.verify_flags |= ssl.VERIFY_X509_STRICT | ssl.VERIFY_X509_PARTIAL_CHAIN',
      'for name in ("localhost", "127.0.0.1"):',
      '    plain = socket.create_connection(("127.0.0.1", int(sys.argv[2])))',
      '    print(context.wrap_socket(plain, server_hostname=name).version())',
    ].join('\n');
    const { stdout } = await execute('python3', ['-c', script, caFile, String(port)]);
    assert.equal(stdout, 'TLSv1.3\nTLSv1.3\n');
  },
);

test(
  'certificates: every extension that strict verifiers ask for, and no other',
  { skip: !hasOpenssl && 'openssl is not installed' },
  async (context) => {
    const folder = newFolder(context);
    const { caFile } = await openCertificates({ folder, hosts: ['lab.example', 'fe80::1'] });
    const extensions = (file: string): string[] => {
      const { stdout } = spawnSync('openssl', ['x509', '-noout', '-text', '-in', file], {
        encoding: 'utf8',
      });
      return stdout
        .slice(stdout.indexOf('X509v3 extensions:'), stdout.indexOf('Signature Algorithm', 300))
        .split('\n')
        .slice(1)
        .map((line) => line.trim().replace(/(keyid:)?([0-9A-F]{2}:){19}[0-9A-F]{2}/, '(key)'))
        .filter((line) => line !== '');
    };
    assert.deepEqual(extensions(caFile), [
      'X509v3 Basic Constraints: critical',
      'CA:TRUE, pathlen:0',
      'X509v3 Key Usage: critical',
      'Certificate Sign, CRL Sign',
      'X509v3 Subject Key Identifier:',
      '(key)',
      'X509v3 Name Constraints: critical',
      'Permitted:',
      'DNS:localhost',
      'IP:127.0.0.0/255.0.0.0',
      'IP:0:0:0:0:0:0:0:1/FFFF:FFFF:FFFF:FFFF:FFFF:FFFF:FFFF:FFFF',
      'DNS:lab.example',
      'IP:FE80:0:0:0:0:0:0:1/FFFF:FFFF:FFFF:FFFF:FFFF:FFFF:FFFF:FFFF',
    ]);
    assert.deepEqual(extensions(join(folder, 'server.pem')), [
      'X509v3 Basic Constraints: critical',
      'CA:FALSE',
      'X509v3 Key Usage: critical',
      'Digital Signature',
      'X509v3 Extended Key Usage:',
      'TLS Web Server Authentication',
      'X509v3 Subject Key Identifier:',
      '(key)',
      'X509v3 Authority Key Identifier:',
      '(key)',
      'X509v3 Subject Alternative Name:',
      'DNS:localhost, DNS:*.localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1, DNS:lab.example, IP Address:FE80:0:0:0:0:0:0:1',
    ]);
  },
);

test(
  'certificates: the authority cannot speak for the rest of the world',
  { skip: !hasOpenssl && 'openssl is not installed' },
  async (context) => {
    const folder = newFolder(context);
    await openCertificates({ folder, hosts: [] });
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
  const { key, cert, caFile } = await openCertificates({ folder, hosts: [] });
  const port = await serve(context, { key, cert });
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

test('certificates: the server names its authority byte for byte, as Go compares', async (context) => {
  const folder = newFolder(context);
  const { cert, caFile } = await openCertificates({ folder, hosts: [] });
  const { issuerName } = new PeculiarCertificate(cert);
  const { subjectName } = new PeculiarCertificate(readFileSync(caFile));
  assert.deepEqual(issuerName.toArrayBuffer(), subjectName.toArrayBuffer());
  assert.match(issuerName.toString(), /^O=Lazulite, CN=Lazulite local authority [0-9a-f]{8}$/);
});
