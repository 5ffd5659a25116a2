import {
  foldCase,
  formatHttpDate,
  type HttpRequest,
  type HttpResponse,
  type Instant,
} from '../../../base/index.ts';
import type { Fleet } from '../../../fleet/index.ts';
import {
  findInstance,
  findInstanceId,
  type Instance,
  modelView,
  type ScaleSet,
} from '../../../scaleset/index.ts';
import { isFlexibleSet } from '../instance-ids.ts';
import { profileOf } from '../shapes/vm-instance-view.ts';
import { bootBlobPath, type BootBlob, bootDiagnosticsOf } from './boot-diagnostics.ts';
import { screenshot } from './screenshot.ts';
import { serialLog } from './serial-log.ts';
import { BOOT_DIAGNOSTICS, readSignedAddress } from './signed-address.ts';

/** Serves what RetrieveBootDiagnosticsData gives the addresses of. */
export interface BootDiagnosticsBlobs {
  /** The answer to a request for a blob; undefined when the path is not of one. */
  handle(request: HttpRequest): Promise<HttpResponse> | undefined;
}

export interface BootDiagnosticsParts {
  readonly fleet: Pick<Fleet, 'find'>;
  /** Of this installation; addresses are signed with it. */
  readonly secretKey: Uint8Array;
  now(): Instant;
}

/**
 * Blobs are made when they are read, of the machine as it is then. Answers and refusals are those of
 * Azure's storage (documented: "Blob service error codes"): in XML, without a token of ARM.
 */
export function createBootDiagnosticsBlobs(parts: BootDiagnosticsParts): BootDiagnosticsBlobs {
  return {
    handle(request) {
      const isOurs = request.target.startsWith(`${BOOT_DIAGNOSTICS}/`);
      return isOurs ? serve(request, parts) : undefined;
    },
  };
}

async function serve(request: HttpRequest, parts: BootDiagnosticsParts): Promise<HttpResponse> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return refused(
      405,
      'UnsupportedHttpVerb',
      'The resource does not support the specified HTTP verb.',
    );
  }
  const signed = readSignedAddress(request.target, parts.secretKey);
  const found = signed && /^(.+)\/([^/]+)\/([^/]+\/[^/]+)$/.exec(signed.path);
  if (!found || parts.now() >= signed.expiry) return notAuthenticated();
  const [, base = '', machine = '', blobPath = ''] = found;
  const set = await parts.fleet.find(foldCase(base.slice(BOOT_DIAGNOSTICS.length)));
  if (set === undefined) return notFound();
  const instance = machineOf(set, machine);
  const blob = instance && blobOf(instance, blobPath);
  if (instance === undefined || blob === undefined || !isKept(instance)) return notFound();
  return content(set, instance, blob, request.method === 'HEAD');
}

function machineOf(set: ScaleSet, machine: string): Instance | undefined {
  const instanceId = isFlexibleSet(set) ? findInstanceId(set, machine) : Number(machine);
  return instanceId === undefined ? undefined : findInstance(set, instanceId);
}

function blobOf(instance: Instance, path: string): BootBlob | undefined {
  const blobs = ['screenshot.bmp', 'serialconsole.log'] as const;
  return blobs.find((blob) => bootBlobPath(instance, blob) === path);
}

/** Nothing is written before a machine has begun to run, nor when diagnostics are off by now. */
function isKept(instance: Instance): boolean {
  return instance.power !== null && bootDiagnosticsOf(profileOf(instance.model)) !== null;
}

function content(set: ScaleSet, instance: Instance, blob: BootBlob, isHead: boolean): HttpResponse {
  const lines = serialLog(modelView(set), instance);
  const bytes =
    blob === 'screenshot.bmp'
      ? screenshot(lines)
      : new TextEncoder().encode(lines.map((line) => `${line}\r\n`).join(''));
  const at = instance.settledAt ?? instance.createdAt;
  return {
    httpStatus: 200,
    headers: [
      ...HEADERS,
      'Content-Type',
      blob === 'screenshot.bmp' ? 'image/bmp' : 'text/plain; charset=utf-8',
      'Last-Modified',
      formatHttpDate(at),
      'x-ms-blob-type',
      'PageBlob',
    ],
    body: isHead ? null : bytes,
  };
}

const HEADERS = ['Cache-Control', 'no-store', 'X-Content-Type-Options', 'nosniff'] as const;

function notAuthenticated(): HttpResponse {
  return refused(
    403,
    'AuthenticationFailed',
    'Server failed to authenticate the request. Make sure the value of Authorization header is formed correctly including the signature.',
  );
}

function notFound(): HttpResponse {
  return refused(404, 'BlobNotFound', 'The specified blob does not exist.');
}

function refused(httpStatus: number, code: string, message: string): HttpResponse {
  const xml = `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  return {
    httpStatus,
    headers: [...HEADERS, 'Content-Type', 'application/xml', 'x-ms-error-code', code],
    body: new TextEncoder().encode(xml),
  };
}
