import assert from 'node:assert/strict';
import { test } from 'node:test';
import { errorOf, expand, vnet } from './fixture.ts';

test('functions of the template: their own parameters only', () => {
  // Source: user-defined-functions.
  const functions = [
    {
      namespace: 'contoso',
      members: {
        uniqueName: {
          parameters: [{ name: 'namePrefix', type: 'string' }],
          output: {
            type: 'string',
            value: "[concat(toLower(parameters('namePrefix')), uniqueString(resourceGroup().id))]",
          },
        },
        bad: { parameters: [], output: { type: 'string', value: "[variables('x')]" } },
      },
    },
  ];
  const named = expand({ functions, resources: [vnet("[CONTOSO.uniqueName('VN')]")] }).resources[0]
    ?.name;
  assert.match(named ?? '', /^vn[a-z2-7]{13}$/);
  const wrong = (name: string): string =>
    errorOf(() => expand({ functions, variables: { x: 1 }, resources: [vnet(name)] }));
  assert.match(wrong('[contoso.bad()]'), /'variables' is not expected at this location/);
  assert.match(wrong('[contoso.uniqueName()]'), /requires '1' argument\(s\) while '0'/);
  assert.match(wrong('[contoso.none()]'), /The template function 'contoso\.none' is not valid/);
});
