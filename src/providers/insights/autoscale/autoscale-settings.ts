import { isJsonObject } from '../../../base/index.ts';
import { withDefaults } from '../../compute/model/json-path.ts';
import { anything, boolean, listOf, object, string } from '../../compute/model/schema-types.ts';
import { AT_ONCE, plainForm } from '../../shells/plain-form.ts';
import type { ShellType } from '../../shells/shell-type.ts';
import { actingWrite, forgetActing } from './acting.ts';
import { readSetting } from './setting.ts';

const profile = object('AutoscaleProfile', {
  name: string,
  capacity: object('ScaleCapacity', { minimum: string, maximum: string, default: string }),
  rules: listOf(anything),
  fixedDate: anything,
  recurrence: anything,
});

/** Kept and checked here; the engine acts on what it finds under `AUTOSCALE_ACTING`. */
export const autoscaleSettings: ShellType = {
  namespace: 'Microsoft.Insights',
  type: 'autoscaleSettings',
  parameters: ['autoscaleSettingName'],
  operations: {
    group: 'AutoscaleSettings',
    list: 'ListByResourceGroup',
    listAll: 'ListBySubscription',
    update: 'Update',
  },
  // Folders of the specification repository; 2014-04-01 by recorded provider metadata.
  apiVersions: ['2014-04-01', '2015-04-01', '2021-05-01-preview', '2022-10-01'],
  form: plainForm,
  seconds: AT_ONCE,
  envelope: {},
  properties: object('AutoscaleSettingProperties', {
    profiles: listOf(profile),
    notifications: listOf(anything),
    enabled: boolean,
    predictiveAutoscalePolicy: anything,
    name: string,
    targetResourceUri: string,
    targetResourceLocation: string,
  }),

  complete({ envelope, properties }, { name }) {
    readSetting(properties);
    return {
      envelope,
      properties: withDefaults(properties, { name, enabled: true, notifications: [] }),
    };
  },
  alsoKept: ({ id, properties }) => [actingWrite(id, properties)],
  alsoGone: ({ id }) => [forgetActing(id)],
  async show(body) {
    const { properties } = body;
    if (!isJsonObject(properties)) return body;
    const { provisioningState: _, ...shown } = properties;
    return { ...body, properties: shown };
  },
};
