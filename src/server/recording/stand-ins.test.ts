import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StandIns } from './stand-ins.ts';

function kindsOf(text: string): string {
  return text
    .replaceAll(/[a-z]/g, 'a')
    .replaceAll(/[A-Z]/g, 'A')
    .replaceAll(/\d/g, '0')
    .replaceAll(/[^aA0+/=\s]/gu, '-');
}

const SECRETS = [
  'short',
  'Password-1!',
  'bXkgb3duIGRhdGE=',
  'line one\nline two',
  'päss W0rd',
  'x',
];

test('stand-ins: are as long as their secrets and of the same kinds of characters', () => {
  const standIns = new StandIns();
  for (const secret of SECRETS) {
    const shown = standIns.of('adminPassword', secret) as string;
    assert.notEqual(shown, secret);
    assert.equal(kindsOf(shown), kindsOf(secret));
    assert.equal(standIns.of('other', secret), shown, 'the same for the same');
  }
  assert.equal(new Set(SECRETS.map((secret) => standIns.of('a', secret))).size, SECRETS.length);
  assert.deepEqual(new StandIns().of('a', 'short'), new StandIns().of('b', 'short'));
});

test('stand-ins: what is built of secrets keeps its form, and what is no secret stays', () => {
  const standIns = new StandIns();
  assert.equal(standIns.of('userData', 'aGVsbG8='), 'aGVsbG8=');
  assert.equal(standIns.of('adminPassword', ''), '');
  assert.equal(standIns.of('sasUri', 'https://a.example/b?sig=c'), 'https://recorded.invalid/1');
  const key = 'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAB user@example';
  assert.equal(standIns.of('credential', key), key);
  const list = standIns.of('protectedParameters', [{ name: 'one', value: 'two-three' }]);
  assert.match(JSON.stringify(list), /^\[\{"name":"one","value":"[a-z]{3}-[a-z]{5}"\}\]$/);
  const box = standIns.of('protectedSettings', { port: 7, on: true, none: null, name: 'abc' });
  assert.match(JSON.stringify(box), /^\{"port":1,"on":true,"none":null,"name":"[a-z]{3}"\}$/);
});

test('stand-ins: expressions of templates go on working, their literals are replaced', () => {
  const standIns = new StandIns();
  const same = [
    "[parameters('adminPassword')]",
    "[if(empty(parameters('p')), json('null'), variables('q'))]",
    "[listKeys(resourceId('Microsoft.Storage/storageAccounts', variables('n')), '2023-01-01').keys[0].value]",
  ];
  for (const expression of same) assert.equal(standIns.of('adminPassword', expression), expression);
  assert.match(
    standIns.of('customData', "[base64(format('key {0} ''x''', parameters('p')))]") as string,
    /^\[base64\(format\('[a-z]{3} \{0\} -[a-z]-', parameters\('p'\)\)\)\]$/,
  );
  assert.doesNotMatch(standIns.of('password', '[[brackets') as string, /brackets/);
});

test('stand-ins: know their secrets again, but for those that are in texts by chance', () => {
  const standIns = new StandIns();
  standIns.of('adminPassword', 'Long-enough-1');
  standIns.of('adminPassword', 'ab');
  standIns.betray('1234567');
  assert.ok(standIns.isIn('the value "Long-enough-1" is bad'));
  assert.ok(standIns.isIn('{"templateHash":"1234567"}'));
  assert.ok(!standIns.isIn('about'));
});
