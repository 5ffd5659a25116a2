import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import {
  chmodSync,
  linkSync,
  readFileSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder } from '../../base/index.ts';

/** A certificate and its private key. */
export interface Credentials {
  readonly certificate: X509Certificate;
  readonly key: KeyObject;
}

const PRIVATE = 0o600;
const PUBLIC = 0o644;

/** A private key and its certificate in one file, so that they can never belong to different pairs. */
export function readCredentials(file: string): Credentials | undefined {
  const pem = readText(file);
  if (pem === undefined) return undefined;
  // Somebody may have copied it with wider rights.
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) chmodSync(file, PRIVATE);
  try {
    const key = createPrivateKey(pem);
    const certificate = new X509Certificate(pem);
    return certificate.checkPrivateKey(key) ? { certificate, key } : undefined;
  } catch {
    // What cannot be read as key and certificate is made anew; the message may quote the key.
    return undefined;
  }
}

export function writeCredentials(
  file: string,
  made: Credentials,
  how: 'replace' | 'unless-there',
): void {
  const pem = `${keyPem(made)}${made.certificate.toString()}`;
  writeAtomically(file, pem, PRIVATE, how);
}

export function keyPem({ key }: Credentials): string {
  return key.export({ type: 'pkcs8', format: 'pem' }) as string;
}

/** Leaves a file alone that has this text already, so that its time says when it last changed. */
export function writePublicText(file: string, text: string): void {
  if (readText(file) !== text) writeAtomically(file, text, PUBLIC, 'replace');
}

/** Undefined when there is no such file; anything else that prevents reading is thrown. */
export function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Readers see the old file or the new one, never half of one. `unless-there`: of several processes
 * that start together, the first decides.
 */
function writeAtomically(
  file: string,
  text: string,
  mode: number,
  how: 'replace' | 'unless-there',
): void {
  const draft = `${file}.${process.pid}.${process.hrtime.bigint()}.tmp`;
  makeFolder(dirname(file));
  writeFileSync(draft, text, { mode, flag: 'wx', flush: true });
  if (how === 'replace') {
    renameSync(draft, file);
    return;
  }
  try {
    linkSync(draft, file);
  } catch (error) {
    // EEXIST: another process was faster. Otherwise the file system has no links, and the last wins.
    if (codeOf(error) !== 'EEXIST') {
      renameSync(draft, file);
      return;
    }
  }
  unlinkSync(draft);
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
