import { armErrors } from '../../arm/index.ts';
import { object } from '../compute/model/schema-types.ts';
import type { ShellType } from '../shells/shell-type.ts';
import { networkType, verbs } from './network-type.ts';

export const applicationSecurityGroups: ShellType = {
  ...networkType,
  type: 'applicationSecurityGroups',
  parameters: ['applicationSecurityGroupName'],
  operations: verbs('ApplicationSecurityGroups'),
  seconds: { create: 1, update: 1, delete: 10 },
  envelope: {},
  properties: object('ApplicationSecurityGroupPropertiesFormat', {}),
  inUse: (id, uses) => armErrors.networkResourceInUse(id, uses[0]?.source ?? ''),
};
