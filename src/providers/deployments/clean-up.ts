import { foldCase } from '../../base/index.ts';
import type { ExpandedTemplate } from '../../templates/index.ts';
import type { Deployment, Step } from './deployment.ts';
import type { RunServices } from './run-step.ts';

const PAGE_COUNT = 500;

/**
 * What is in the group and not in the template, as steps that delete it (mode Complete). A resource
 * whose condition is false counts as not in the template (since api-version 2019-05-10).
 * Source: "Azure Resource Manager deployment modes". The newest come first, so that what was built on
 * something goes before it; what is refused because something else still needs it is tried again.
 */
export async function findSurplus(
  { scope }: Deployment,
  expanded: ExpandedTemplate,
  { registry, directory }: Pick<RunServices, 'registry' | 'directory'>,
): Promise<Step[]> {
  if (scope.kind !== 'resourceGroup') return [];
  const wanted = new Set(
    expanded.resources.filter(({ condition }) => condition).map(({ id }) => foldCase(id)),
  );
  const surplus = [];
  for (let after: string | null = ''; after !== null;) {
    const page: Awaited<ReturnType<typeof registry.list>> = await registry.list({
      subscriptionId: scope.subscriptionId,
      resourceGroupName: scope.resourceGroupName,
      ...(after === '' ? {} : { after }),
      limit: PAGE_COUNT,
    });
    surplus.push(...page.entries.filter(({ id }) => !wanted.has(foldCase(id))));
    after = page.next;
  }
  surplus.sort((a, b) => b.createdAt - a.createdAt);
  return surplus.map(({ id, type, name }) => ({
    kind: 'Delete',
    id,
    type,
    name,
    apiVersion: newestVersion(type),
    state: 'waiting',
  }));

  function newestVersion(type: string): string {
    const known = directory.resourceTypes.find(
      (candidate) => foldCase(`${candidate.namespace}/${candidate.type}`) === foldCase(type),
    );
    return known?.apiVersions.at(-1) ?? '';
  }
}
