import type { JsonObject } from '../../../base/index.ts';
import type { ScaleSetSummary, StatusCount } from '../../../scaleset/index.ts';
import { isSince } from '../api-versions.ts';
import { provisioningStatus, summaryCode } from './statuses.ts';

/**
 * The `displayStatus` of a set that failed. No recording speaks; the reference page does.
 * Source: shared/azure/reference-page.txt. See docs/reference/instance-view.md.
 */
const SET_FAILED_LABEL = 'failed';

const ORCHESTRATION_SERVICES_SINCE = '2019-12-01';

/** The form in which an api-version gets the instance view; versions of one form share their bytes. */
export type InstanceViewForm = 'first' | 'orchestrationServices';

export function instanceViewForm(apiVersion: string): InstanceViewForm {
  return isSince(apiVersion, ORCHESTRATION_SERVICES_SINCE) ? 'orchestrationServices' : 'first';
}

/**
 * The instance view of a set, in the wire's key order: virtualMachine, extensions,
 * orchestrationServices, statuses. Source: shared/azure/instance-view.md (309 recorded answers).
 */
export function setInstanceView(summary: ScaleSetSummary, form: InstanceViewForm): JsonObject {
  const view: JsonObject = { virtualMachine: withSummary({}, summary.virtualMachine) };

  const extensions = summary.extensions.filter(({ counts }) => counts.length > 0);
  if (extensions.length > 0) {
    view['extensions'] = extensions.map(({ name, counts }) => withSummary({ name }, counts));
  }
  if (form === 'orchestrationServices' && summary.automaticRepairs !== null) {
    view['orchestrationServices'] = [
      { serviceName: 'AutomaticRepairs', serviceState: summary.automaticRepairs },
    ];
  }
  view['statuses'] = [provisioningStatus(summary.status, SET_FAILED_LABEL)];
  return view;
}

/**
 * With nothing to count the list is left out and the object stays: no recorded body has an empty
 * list, and clients that scale to zero read `virtualMachine.statusesSummary` as missing there.
 * See docs/reference/instance-view.md, "Empty set".
 */
function withSummary(subject: JsonObject, counts: readonly StatusCount[]): JsonObject {
  const shown = counts.filter(({ count }) => count > 0);
  if (shown.length === 0) return subject;
  return {
    ...subject,
    statusesSummary: shown.map(({ state, count }) => ({ code: summaryCode(state), count })),
  };
}
