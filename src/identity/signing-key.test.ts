import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EmulatorError } from '../base/index.ts';
import { documentsOnly, openIdentity, ORIGIN } from './identity-fixture.ts';

test('signing key: tokens survive a restart', async () => {
  const store = documentsOnly();
  const before = await openIdentity({}, store);
  const header = `Bearer ${before.identity.issueToken({ appId: 'app' })}`;
  const after = await openIdentity({}, store);
  assert.ok(after.identity.authenticate(header, ORIGIN).ok);
});

test('signing key: two processes that start together on one store end up with one key', async () => {
  const store = documentsOnly();
  const [a, b] = await Promise.all([openIdentity({}, store), openIdentity({}, store)]);
  assert.equal(store.documents.get('identity/signing-key')?.revision, 1);
  const header = `Bearer ${a.identity.issueToken({ appId: 'app' })}`;
  assert.ok(b.identity.authenticate(header, ORIGIN).ok);
});

test('signing key: another installation’s token is refused', async () => {
  const ours = await openIdentity();
  const theirs = await openIdentity({}, documentsOnly());
  const outcome = ours.identity.authenticate(
    `Bearer ${theirs.identity.issueToken({ appId: 'app' })}`,
    ORIGIN,
  );
  assert.equal(outcome.ok, false);
  assert.equal(outcome.code, 'InvalidAuthenticationToken');
});

test('signing key: a spoilt document is a clear error that does not print the key', async () => {
  for (const value of ['', '{}', '{"privateKey":{"kty":"RSA","d":"SECRET"}}', 'null']) {
    const store = documentsOnly();
    store.documents.set('identity/signing-key', { key: 'signing-key', revision: 1, value });
    await assert.rejects(openIdentity({}, store), (error: unknown) => {
      assert.ok(error instanceof EmulatorError);
      assert.equal(error.code, 'EMU_STORE_UNAVAILABLE');
      assert.doesNotMatch(String(error), /SECRET/);
      return true;
    });
  }
});

test('signing key: a store that fails otherwise is not taken for a conflict', async () => {
  const store = documentsOnly();
  const broken = { ...store, commit: () => Promise.reject(new Error('disk full')) };
  await assert.rejects(openIdentity({}, broken), /disk full/);
});
