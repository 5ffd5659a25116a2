import { extension, linuxSet } from './models.ts';
import { type RefusalCase, without } from './refusal-case.ts';

const windows = {
  storageProfile: {
    imageReference: {
      publisher: 'MicrosoftWindowsServer',
      offer: 'WindowsServer',
      sku: '2022-datacenter',
      version: 'latest',
    },
    osDisk: { createOption: 'FromImage' },
  },
};

const PASSWORD_RULE = (lengths: string): string =>
  `The supplied password must be between ${lengths} characters long and must satisfy at least 3 of password complexity requirements from the following: \r\n1) Contains an uppercase character\r\n2) Contains a lowercase character\r\n3) Contains a numeric digit\r\n4) Contains a special character\r\n5) Control characters are not allowed`;

/** Credentials and extensions. Sources: src/arm/errors/ names one for each entry. */
export const CREDENTIAL_REFUSALS: readonly RefusalCase[] = [
  // Names and credentials.
  {
    what: 'a short password',
    body: linuxSet({ osProfile: { adminPassword: 'Ab1!x' } }),
    code: 'InvalidParameter',
    target: 'adminPassword',
    message: PASSWORD_RULE('6-72'),
  },
  {
    what: 'a simple password',
    body: linuxSet({ osProfile: { adminPassword: 'abcdefgh' } }),
    code: 'InvalidParameter',
    target: 'adminPassword',
    message: PASSWORD_RULE('6-72'),
  },
  {
    what: 'a password with a control character',
    body: linuxSet({ osProfile: { adminPassword: 'Abcdef1!\u0007' } }),
    code: 'InvalidParameter',
    target: 'adminPassword',
    message: PASSWORD_RULE('6-72'),
  },
  {
    what: 'a short Windows password',
    body: linuxSet({ osProfile: { adminPassword: 'Ab1!xyz' }, profile: windows }),
    code: 'InvalidParameter',
    target: 'adminPassword',
    message: PASSWORD_RULE('8-123'),
  },
  {
    what: 'neither password nor key',
    body: without('properties.virtualMachineProfile.osProfile.adminPassword'),
    code: 'InvalidParameter',
    target: 'linuxConfiguration',
    message:
      'Authentication using either SSH or by user name and password must be enabled in Linux profile.',
  },
  {
    what: 'a key that is none',
    body: linuxSet({
      osProfile: {
        linuxConfiguration: {
          ssh: { publicKeys: [{ path: '/home/a/.ssh/authorized_keys', keyData: 'nonsense' }] },
        },
      },
    }),
    code: 'InvalidParameter',
    target: 'linuxConfiguration.ssh.publicKeys.keyData',
    message: 'The value of parameter linuxConfiguration.ssh.publicKeys.keyData is invalid.',
  },
  {
    what: 'a forbidden user',
    body: linuxSet({ osProfile: { adminUsername: 'Admin' } }),
    code: 'InvalidParameter',
    target: 'adminUsername',
    message: 'The Admin Username specified is not allowed.',
  },
  {
    what: 'a long Windows prefix',
    body: linuxSet({ osProfile: { computerNamePrefix: 'nameprefix' }, profile: windows }),
    code: 'InvalidParameter',
    target: 'computerNamePrefix',
    message: /^Windows computer name prefix cannot be more than 9 characters long/,
  },
  {
    what: 'a prefix with an underscore',
    body: linuxSet({ osProfile: { computerNamePrefix: 'a_b' } }),
    code: 'InvalidParameter',
    target: 'computerNamePrefix',
    message: /^Linux host name prefix cannot exceed 58/,
  },
  {
    what: 'custom data that is not base64',
    body: linuxSet({ osProfile: { customData: '#!/bin/sh' } }),
    code: 'InvalidParameter',
    target: 'customData',
    message: /Base64/,
  },
  // Extensions.
  {
    what: 'two extensions of one name',
    body: linuxSet({ extensions: [extension('A'), { ...extension('B'), name: 'a' }] }),
    code: 'BadRequest',
    message:
      "On VM Scale Set 'web', extension name 'a' cannot be used for more than one extension.",
  },
  {
    what: 'two extensions of one handler',
    body: linuxSet({ extensions: [extension('A'), { ...extension('A'), name: 'B' }] }),
    code: 'BadRequest',
    message:
      "Multiple VMExtensions per handler not supported for OS type 'Linux'. VMExtension 'B' with handler 'Microsoft.Azure.Extensions.A' already added or specified in input.",
  },
  {
    what: 'an extension that waits for nothing',
    body: linuxSet({ extensions: [extension('A', { provisionAfterExtensions: ['Z'] })] }),
    code: 'BadRequest',
    message:
      /extension 'A' specifies 'Z' in its provisionAfterExtensions property, but the extension 'Z' is not configured/,
  },
  {
    what: 'extensions that wait for each other',
    body: linuxSet({
      extensions: [
        extension('A', { provisionAfterExtensions: ['B'] }),
        extension('B', { provisionAfterExtensions: ['A'] }),
      ],
    }),
    code: 'BadRequest',
    message: /Circular dependencies/,
  },
  {
    what: 'an extension without a publisher',
    body: linuxSet({ extensions: [extension('A', { publisher: null })] }),
    code: 'InvalidParameter',
    target: 'extension.publisher',
    message: /publisher' is missing/,
  },
];
