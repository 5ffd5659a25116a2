import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAzure } from './support/azure.ts';
import { CREDENTIAL_REFUSALS } from './support/credential-refusals.ts';
import { FRONT_DOOR_REFUSALS } from './support/front-door-refusals.ts';
import { linuxSet, PASSWORD, setPath } from './support/models.ts';
import { PROVIDER_REFUSALS } from './support/provider-refusals.ts';

for (const item of [...FRONT_DOOR_REFUSALS, ...PROVIDER_REFUSALS, ...CREDENTIAL_REFUSALS]) {
  test(`refusal: ${item.what}`, async () => {
    const azure = await createAzure();
    const path = setPath(item.name ?? 'web');
    const answer = await azure.send('PUT', path, { body: item.body });
    const error = answer.json['error'] as { code: string; message: string; target?: string };
    assert.equal(error?.code, item.code, answer.text);
    assert.equal(answer.httpStatus, item.httpStatus ?? 400);
    if (typeof item.message === 'string') assert.equal(error.message, item.message);
    else assert.match(error.message, item.message);
    if (item.target !== undefined) assert.equal(error.target, item.target);
    assert.equal(answer.text.startsWith('{"error":{"'), item.compact ?? false, 'who speaks');
    assert.equal(answer.header('x-ms-failure-cause'), item.compact ? 'gateway' : undefined);
    assert.ok(!answer.text.includes(PASSWORD), 'a refusal never quotes a secret');
    assert.equal((await azure.send('GET', path)).httpStatus, 404, 'nothing was created');
  });
}

test('limit: a placement group for each zone, and the operator may lift it', async () => {
  const azure = await createAzure();
  const zonal = linuxSet({ capacity: 300, envelope: { zones: ['1', '2', '3'] } });
  assert.equal((await azure.send('PUT', setPath('zonal'), { body: zonal })).httpStatus, 201);
  const large = await createAzure({ capacityLimit: 1_000_000 });
  const fleet = linuxSet({ capacity: 5_000 });
  assert.equal((await large.send('PUT', setPath('large'), { body: fleet })).httpStatus, 201);
});
