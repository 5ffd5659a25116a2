import { createRequire } from 'node:module';
import { armComputeCases } from './arm-compute/cases.ts';
import { azureArmComputeCases } from './azure-arm-compute/cases.ts';
import { PYTHON_API_VERSIONS, PYTHON_CASES, PYTHON_SIGN_IN_CASES } from './python/cases.ts';

/** A client that these tests run, as docs/reference/clients.md shows it. */
export interface Client {
  readonly title: string;
  readonly packages: string;
  readonly apiVersions: readonly string[];
  readonly from: string;
  /** What is needed beside the URL of the emulator; empty when nothing is. */
  readonly needs: string;
  readonly cases: readonly string[];
}

export const CLIENTS: readonly Client[] = [
  {
    title: 'JavaScript, newest',
    packages: `@azure/arm-compute ${installed('@azure/arm-compute')}, @azure/identity ${installed('@azure/identity')}`,
    apiVersions: ['2026-04-01'],
    from: 'npm',
    needs: '`disableInstanceDiscovery: true` on the credential',
    cases: armComputeCases.map(({ name }) => name),
  },
  {
    title: 'JavaScript, of the reference page’s time',
    packages: `azure-arm-compute ${installed('azure-arm-compute')}, ms-rest-azure ${installed('ms-rest-azure')}`,
    apiVersions: ['2016-04-30-preview'],
    from: 'npm',
    needs:
      '`validateAuthority: false` in its `AzureEnvironment`, as its ADAL would ask login.windows.net',
    cases: azureArmComputeCases.map(({ name }) => name),
  },
  {
    title: 'Python',
    packages:
      'azure-mgmt-compute 29.0.0, azure-identity 1.13.0 beta (`python3-azure` of Debian 12)',
    apiVersions: PYTHON_API_VERSIONS,
    from: 'Debian',
    needs:
      '`instance_discovery=False` on the credential (`disable_instance_discovery=True` in later releases)',
    cases: [...PYTHON_SIGN_IN_CASES, ...PYTHON_CASES.map((name) => `at each api-version: ${name}`)],
  },
];

function installed(name: string): string {
  const require = createRequire(import.meta.url);
  const manifest = require('../../package.json') as { devDependencies: Record<string, string> };
  const version = manifest.devDependencies[name];
  if (version === undefined) throw new Error(`${name} is not a development dependency`);
  return version;
}
