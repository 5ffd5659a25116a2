import { type DescribedOperation, inPath, inQuery } from './describe.ts';
import { text } from './schema.ts';

/**
 * Served below the address that RetrieveBootDiagnosticsData signs: not by a route of this room, as it
 * stands in for Azure's storage.
 */
export const BOOT_DIAGNOSTICS_PATH = '/_lazulite/boot-diagnostics';

const SET =
  '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/providers/Microsoft.Compute/virtualMachineScaleSets/{scaleSet}';

const read = {
  below: `${SET}/{machine}/{container}/{blob}`,
  parameters: [
    inPath('subscriptionId', 'A GUID.'),
    inPath('resourceGroup', 'A name.'),
    inPath('scaleSet', 'A name.'),
    inPath('machine', 'An instance id, of a Flexible set a name.'),
    inPath('container', 'As the address has it.'),
    inPath('blob', 'As the address has it.'),
    ...['sv', 'sr', 'sp', 'se', 'sig'].map((name) =>
      inQuery(name, text('A part of the signature.'), true),
    ),
  ],
  refusals: [],
} as const;

const LOG = 'text/plain';
const XML = 'application/xml';
const refused = [
  {
    httpStatus: 403,
    description: 'The signature is wrong or over.',
    mediaType: XML,
    schema: text(),
  },
  { httpStatus: 404, description: 'There is no such blob.', mediaType: XML, schema: text() },
];

export const bootDiagnosticsOperations: readonly DescribedOperation[] = [
  {
    ...read,
    method: 'GET',
    operationId: 'readBootDiagnostics',
    summary: 'Serial log or screenshot of a machine, by a signed address.',
    answers: [
      { httpStatus: 200, description: 'The log or the picture.', mediaType: LOG, schema: text() },
      { httpStatus: 200, description: 'The log or the picture.', mediaType: 'image/bmp' },
      ...refused,
    ],
  },
  {
    ...read,
    method: 'HEAD',
    operationId: 'lookAtBootDiagnostics',
    summary: 'The headers of a serial log or screenshot.',
    answers: [{ httpStatus: 200, description: 'It is there.' }, ...refused],
  },
];
