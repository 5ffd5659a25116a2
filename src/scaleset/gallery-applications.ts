import { isJsonObject, type JsonObject } from '../base/index.ts';
import type { ExtensionFacts } from './types.ts';

/** The extension that installs applications; no model names it. Source: "Create and deploy VM applications". */
export const APPLICATION_EXTENSION = 'VMAppExtension';

/** The applications that a machine of this profile is to have; empty when there are none. */
export function applicationsOf(profile: JsonObject): readonly JsonObject[] {
  const { applicationProfile } = profile;
  const list = isJsonObject(applicationProfile)
    ? applicationProfile.galleryApplications
    : undefined;
  return Array.isArray(list) ? list.filter(isJsonObject) : [];
}

/** One extension for all applications. Its failure is the machine's where an application says so. */
export function applicationExtension(
  applications: readonly JsonObject[],
  osType: 'Linux' | 'Windows',
): ExtensionFacts[] {
  if (applications.length === 0) return [];
  return [
    {
      name: APPLICATION_EXTENSION,
      publisher: 'Microsoft.CPlat.Core',
      type: `VMApplicationManager${osType}`,
      typeHandlerVersion: '1.0.9',
      provisionAfterExtensions: [],
      suppressFailures: !applications.some(
        ({ treatFailureAsDeploymentFailure }) => treatFailureAsDeploymentFailure === true,
      ),
    },
  ];
}
