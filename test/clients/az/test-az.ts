import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { leftOut } from '../support/left-out.ts';
import type { AzCase, Generation } from './az-case.ts';
import { findAz } from './find-az.ts';
import { AZ_KNOWN_GAPS } from './known-gaps.ts';
import { assertCase, type Az, runCase } from './run-az.ts';
import { AZ_STORIES } from './stories.ts';
import { startWithAz } from './with-az.ts';

/** Makes a test of every case that this generation has, against one emulator of their own. */
export function testAz(generation: Generation, title: string): void {
  const found = findAz(generation);
  test(title, { skip: leftOut('az', found) }, async (t) => {
    assert.ok('folder' in found);
    const { az, first, stop } = await startWithAz(found);
    t.after(stop);
    await t.test('lazulite az sets it up at the first call', () => {
      assert.equal(first.code, 0, first.error);
      assert.match(first.out, /"environmentName": "lazulite"/);
    });
    const gaps = new Set(AZ_KNOWN_GAPS[generation]);
    for (const { name, cases } of AZ_STORIES) {
      await t.test(name, async (story) => {
        for (const wanted of cases) {
          if (wanted.only !== undefined && wanted.only !== generation) continue;
          await testCase(story, az, wanted, gaps.delete(`${name}: ${wanted.name}`));
        }
      });
    }
    assert.deepEqual([...gaps], [], 'these are in known-gaps.ts, and are no cases');
  });
}

async function testCase(t: TestContext, az: Az, wanted: AzCase, isGap: boolean): Promise<void> {
  const result = await runCase(az, wanted);
  await t.test(isGap ? `${wanted.name} (a known gap)` : wanted.name, () => {
    if (!isGap) assertCase(result, wanted);
    else
      assert.throws(() => assertCase(result, wanted), Error, 'works: take it out of known-gaps.ts');
  });
}
