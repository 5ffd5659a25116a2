import type { Draw } from './nasty.ts';
import type { RawRequest } from './raw-connection.ts';

/**
 * Bytes that are no HTTP, no TLS, or a trick between two readers of HTTP. Those who
 * begin and say no more are left to the tests of the listener, as they are waited for.
 */
export function malformedBytes(draw: Draw, host: string): RawRequest {
  const head = `GET /subscriptions?api-version=2022-12-01 HTTP/1.1\r\nHost: ${host}\r\n`;
  const bytes = draw.one<string | Buffer>([
    '\r\n\r\n\r\n',
    '\u0000\u0000\u0000\u0000',
    'GET\r\n\r\n',
    'GET / HTTP/9.9\r\n\r\n',
    'GET / HTTP/1.1\r\n\r\n',
    'get / http/1.1\r\n\r\n',
    `${'A'.repeat(50_000)}\r\n\r\n`,
    `GET /${'a'.repeat(60_000)} HTTP/1.1\r\nHost: ${host}\r\n\r\n`,
    `${head}X: ${'b'.repeat(60_000)}\r\n\r\n`,
    `${head}Bad Header: x\r\n\r\n`,
    `${head}: x\r\n\r\n`,
    `${head}X: a\u0000b\r\n\r\n`,
    `${head} folded: x\r\n\r\n`,
    `${head}Content-Length: -1\r\n\r\n`,
    `${head}Content-Length: 1e3\r\n\r\n`,
    `${head}Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello`,
    `${head}Content-Length: 99999999999999999999\r\n\r\n`,
    `${head}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    `${head}Transfer-Encoding: chunked\r\n\r\nZZ\r\n`,
    `${head}Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n`,
    `${head}Transfer-Encoding: gzip, chunked, identity\r\n\r\n`,
    `${head}Host: other\r\n\r\n`,
    `CONNECT evil.example:443 HTTP/1.1\r\nHost: ${host}\r\n\r\n`,
    `${head}Upgrade: websocket\r\nConnection: Upgrade\r\n\r\n`,
    `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n`,
    `${head}\nGET / HTTP/1.1\r\n\r\n`,
    Buffer.from([0x16, 0x03, 0x01, 0xff, 0xff, ...Buffer.alloc(200, 0x41)]),
    Buffer.from([0x16, 0x03, 0x01, 0x00, 0x05, 0x01, 0x00, 0x00, 0x01, 0x00]),
    Buffer.from([0x15, 0x03, 0x01, 0x00, 0x02, 0x02, 0x28]),
    Buffer.from([0x80, 0x2e, 0x01, 0x00, 0x02]),
    Buffer.concat([Buffer.from([0x16, 0x03, 0x03, 0x01, 0x00]), randomBytes(draw, 256)]),
    randomBytes(draw, 300),
  ]);
  return {
    method: 'GET',
    bytes: typeof bytes === 'string' ? Buffer.from(bytes) : bytes,
    alone: true,
  };
}

function randomBytes(draw: Draw, length: number): Buffer {
  return Buffer.from(Array.from({ length }, () => draw.below(256)));
}
