import { armErrors } from '../../arm/index.ts';
import { isJsonObject, type JsonObject } from '../../base/index.ts';
import { listAt, objectAt, withDefaults } from '../compute/model/json-path.ts';
import { anything, boolean, listOf, object, string } from '../compute/model/schema-types.ts';
import { AT_ONCE, plainForm } from '../shells/plain-form.ts';
import type { ShellType } from '../shells/shell-type.ts';

/** Source: Microsoft Learn, "Azure Monitor service limits": profiles of a setting, rules of a profile. */
const PROFILES_MAX = 20;
const RULES_MAX = 10;

const profile = object('AutoscaleProfile', {
  name: string,
  capacity: object('ScaleCapacity', { minimum: string, maximum: string, default: string }),
  rules: listOf(anything),
  fixedDate: anything,
  recurrence: anything,
});

/** Kept and checked for form; no rule acts yet (issue 4 is to make them act). */
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
    const profiles = listAt(properties, 'profiles');
    if (profiles.length === 0 || profiles.length > PROFILES_MAX) {
      throw armErrors.autoscaleInvalid(
        `An autoscale setting has 1 to ${PROFILES_MAX} profiles, not ${profiles.length}.`,
      );
    }
    for (const item of profiles) checkProfile(item);
    return {
      envelope,
      properties: withDefaults(properties, { name, enabled: true, notifications: [] }),
    };
  },
  async show(body) {
    const { properties } = body;
    if (!isJsonObject(properties)) return body;
    const { provisioningState: _, ...shown } = properties;
    return { ...body, properties: shown };
  },
};

function checkProfile(item: JsonObject): void {
  const name = String(item['name'] ?? '');
  if (name === '') throw armErrors.autoscaleInvalid('Every autoscale profile has a name.');
  const capacity = objectAt(item, 'capacity');
  const [minimum, maximum, usual] = ['minimum', 'maximum', 'default'].map((member) => {
    const value = Number(capacity[member] ?? Number.NaN);
    if (Number.isInteger(value) && value >= 0) return value;
    throw armErrors.autoscaleInvalid(
      `The capacity of autoscale profile '${name}' needs a whole number as '${member}'.`,
    );
  });
  if (Number(minimum) > Number(usual) || Number(usual) > Number(maximum)) {
    throw armErrors.autoscaleInvalid(
      `The default capacity of autoscale profile '${name}' is not between its minimum and maximum.`,
    );
  }
  const rules = listAt(item, 'rules');
  if (rules.length > RULES_MAX) {
    throw armErrors.autoscaleInvalid(
      `Autoscale profile '${name}' has more than ${RULES_MAX} rules.`,
    );
  }
  for (const rule of rules) {
    for (const member of ['metricTrigger', 'scaleAction']) {
      if (isJsonObject(rule[member])) continue;
      throw armErrors.autoscaleInvalid(`A rule of autoscale profile '${name}' has no '${member}'.`);
    }
  }
}
