import type { AzStory } from './az-case.ts';
import { SUBSCRIPTION } from './files.ts';

export const signInStory: AzStory = {
  name: 'account and clouds',
  cases: [
    {
      name: 'account show names the subscription and the tenant',
      args: 'account show',
      json: {
        id: SUBSCRIPTION,
        isDefault: true,
        state: 'Enabled',
        user: { type: 'servicePrincipal' },
        environmentName: 'lazulite',
      },
    },
    {
      name: 'account list -o table',
      args: 'account list -o table',
      output: ['lazulite', 'Enabled'],
    },
    {
      name: 'account list-locations',
      args: 'account list-locations -o table',
      output: [/^West Europe /m, / westeurope\b/],
    },
    {
      name: 'account get-access-token',
      args: 'account get-access-token',
      json: { tokenType: 'Bearer' },
    },
    { name: 'cloud show', args: 'cloud show', json: { name: 'lazulite', isActive: true } },
    {
      name: 'provider show',
      args: 'provider show -n Microsoft.Compute',
      json: { registrationState: 'Registered' },
    },
    { name: 'provider register', args: 'provider register -n Microsoft.Compute' },
  ],
};
