import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

/** Where an installation's files may go, itself not there yet; removed after the test. */
export function newFolder(context: TestContext): string {
  const parent = mkdtempSync(join(tmpdir(), 'lazulite-tls-'));
  context.after(() => rmSync(parent, { recursive: true }));
  return join(parent, 'data');
}

export function read(file: string): X509Certificate {
  return new X509Certificate(readFileSync(file));
}
