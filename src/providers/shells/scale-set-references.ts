/** The id of the scale set that a source belongs to; undefined when it is something else. */
export function scaleSetOf(source: string): string | undefined {
  const match =
    /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.Compute\/virtualMachineScaleSets\/[^/]+/i.exec(
      source,
    );
  return match?.[0];
}
