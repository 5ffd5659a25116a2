import { createRequire } from 'node:module';
import { ANSIBLE_OF_DEBIAN_12, ANSIBLE_OF_DEBIAN_13, ansibleCases } from './ansible/cases.ts';
import { ANSIBLE_KNOWN_GAPS } from './ansible/known-gaps.ts';
import { armComputeCases } from './arm-compute/cases.ts';
import type { Generation } from './az/az-case.ts';
import { AZ_KNOWN_GAPS } from './az/known-gaps.ts';
import { AZ_STORIES } from './az/stories.ts';
import { azureArmComputeCases } from './azure-arm-compute/cases.ts';
import { GO_TRACK_1, GO_TRACK_2 } from './go/cases.ts';
import { DEBIAN_12, DEBIAN_13, PYTHON_CASES, PYTHON_SIGN_IN_CASES } from './python/cases.ts';

/** A client that these tests run, as docs/reference/clients.md shows it. */
export interface Client {
  readonly title: string;
  readonly packages: string;
  readonly apiVersions: readonly string[];
  readonly from: string;
  /** What is needed beside the URL of the emulator; empty when nothing is. */
  readonly needs: string;
  readonly cases: readonly string[];
  /** Those of them that are not served yet. */
  readonly gaps: readonly string[];
}

export const CLIENTS: readonly Client[] = [
  {
    title: 'az of 2023',
    packages: 'azure-cli 2.45.0 (Debian 12)',
    apiVersions: ['2020-06-01 (profile 2020-09-01-hybrid)'],
    from: 'Debian',
    needs: 'the profile and the tenant `adfs`; `lazulite az` knows',
    cases: azCases('hybrid'),
    gaps: AZ_KNOWN_GAPS.hybrid,
  },
  {
    title: 'az of 2025',
    packages: 'azure-cli 2.74.0 (Debian 13)',
    apiVersions: ['2024-11-01 and those of each command (profile latest)'],
    from: 'Debian',
    needs: '`AZURE_CORE_INSTANCE_DISCOVERY=false`; `lazulite az` knows',
    cases: azCases('latest'),
    gaps: AZ_KNOWN_GAPS.latest,
  },
  {
    title: 'JavaScript, newest',
    packages: `@azure/arm-compute ${installed('@azure/arm-compute')}, @azure/identity ${installed('@azure/identity')}`,
    apiVersions: ['2026-04-01'],
    from: 'npm',
    needs: '`disableInstanceDiscovery: true` on the credential',
    cases: armComputeCases.map(({ name }) => name),
    gaps: [],
  },
  {
    title: 'JavaScript, of the reference page’s time',
    packages: `azure-arm-compute ${installed('azure-arm-compute')}, ms-rest-azure ${installed('ms-rest-azure')}`,
    apiVersions: ['2016-04-30-preview'],
    from: 'npm',
    needs:
      '`validateAuthority: false` in its `AzureEnvironment`, as its ADAL would ask login.windows.net',
    cases: azureArmComputeCases.map(({ name }) => name),
    gaps: [],
  },
  ...[DEBIAN_12, DEBIAN_13].map(({ title, packages, needs, apiVersions }) => ({
    title,
    packages,
    apiVersions,
    from: 'Debian',
    needs,
    cases: [...PYTHON_SIGN_IN_CASES, ...PYTHON_CASES.map((name) => `at each api-version: ${name}`)],
    gaps: [],
  })),
  ...[...GO_TRACK_1, GO_TRACK_2].map(({ title, packages, apiVersion, needs, cases }) => ({
    title,
    packages,
    apiVersions: [apiVersion],
    from: 'Debian',
    needs,
    cases,
    gaps: [],
  })),
  ...[ANSIBLE_OF_DEBIAN_12, ANSIBLE_OF_DEBIAN_13].map(({ title, packages }) => ({
    title,
    packages,
    apiVersions: ['of each module'],
    from: 'Debian',
    needs:
      'the tenant `adfs`; a bridge over what does not fit in Debian’s packages ([Ansible](../guides/ansible.md))',
    cases: ansibleCases(),
    gaps: ANSIBLE_KNOWN_GAPS,
  })),
];

function azCases(generation: Generation): readonly string[] {
  return AZ_STORIES.flatMap(({ name, cases }) =>
    cases
      .filter(({ only }) => only === undefined || only === generation)
      .map((one) => `${name}: ${one.name}`),
  );
}

function installed(name: string): string {
  const require = createRequire(import.meta.url);
  const manifest = require('../../package.json') as { devDependencies: Record<string, string> };
  const version = manifest.devDependencies[name];
  if (version === undefined) throw new Error(`${name} is not a development dependency`);
  return version;
}
