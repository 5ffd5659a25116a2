import assert from 'node:assert/strict';
import {
  type HttpRequest,
  type HttpResponse,
  type Instant,
  MICROS_PER_SECOND,
  parseInstant,
} from '../base/index.ts';
import { type StoredDocument, StoreError, type Write } from '../store/index.ts';
import { createIdentity } from './identity.ts';
import type { Identity, IdentitySettings } from './types.ts';

// For tests of this room only; not exported from its door.

export const TENANT = '00000000-0000-0000-0000-000000000002';
export const OTHER_TENANT = '11111111-2222-3333-4444-555555555555';
export const ORIGIN = 'https://localhost:8677';

export interface DocumentsOnly {
  readonly engine: string;
  readonly documents: Map<string, StoredDocument>;
  getDocument(collection: string, key: string): Promise<StoredDocument | undefined>;
  commit(batch: readonly Write[]): Promise<void>;
}

/** The part of a store that identity uses, with the conflicts of the real ones. */
export function documentsOnly(): DocumentsOnly {
  const documents = new Map<string, StoredDocument>();
  return {
    engine: 'fake',
    documents,
    getDocument: (collection, key) => Promise.resolve(documents.get(`${collection}/${key}`)),
    commit(batch) {
      for (const write of batch) {
        assert.equal(write.kind, 'put');
        const at = `${write.collection}/${write.key}`;
        const revision = documents.get(at)?.revision ?? 0;
        if (write.expected !== undefined && write.expected !== revision) {
          return Promise.reject(new StoreError('conflict', `${at} is at revision ${revision}`));
        }
        documents.set(at, { key: write.key, revision: revision + 1, value: write.value });
      }
      return Promise.resolve();
    },
  };
}

export interface Bench {
  readonly identity: Identity;
  readonly store: DocumentsOnly;
  /** Moves the machine's time. */
  readonly pass: (seconds: number) => void;
  readonly now: () => Instant;
}

/** One key for all tests of a file: making one takes longer than all of them. */
const sharedStore = documentsOnly();

export async function openIdentity(
  changes: Partial<IdentitySettings> = {},
  store: DocumentsOnly = sharedStore,
): Promise<Bench> {
  let now = parseInstant('2016-03-24T18:48:36Z') ?? 0;
  const settings: IdentitySettings = {
    tenantId: TENANT,
    tenantPinned: false,
    auth: 'verify',
    clients: [],
    emulatorName: 'Lazulite',
    locations: ['westeurope', 'eastus'],
    ...changes,
  };
  const identity = await createIdentity({ store, clock: { wall: () => now }, settings });
  const pass = (seconds: number): void => {
    now += seconds * MICROS_PER_SECOND;
  };
  return { identity, store, pass, now: () => now };
}

export function request(target: string, changes: Partial<HttpRequest> = {}): HttpRequest {
  return {
    method: 'GET',
    target,
    headers: { host: 'localhost:8677' },
    body: new Uint8Array(),
    secure: true,
    ...changes,
  };
}

export function formRequest(
  target: string,
  form: Record<string, string>,
  headers: Record<string, string> = {},
): HttpRequest {
  return request(target, {
    method: 'POST',
    headers: {
      host: 'localhost:8677',
      'content-type': 'application/x-www-form-urlencoded;charset=utf-8',
      ...headers,
    },
    body: Buffer.from(new URLSearchParams(form).toString()),
  });
}

/** Everything that tests look at in a JSON answer; unknown fields stay unknown. */
export type Json = Record<string, unknown> & { access_token: string };

export function json(response: HttpResponse | undefined): Json {
  assert.ok(response, 'the path is not served');
  return JSON.parse(Buffer.from(response.body ?? []).toString()) as Json;
}

export function claimsOf(token: string): Record<string, unknown> {
  const payload = token.split('.')[1] ?? '';
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
}
