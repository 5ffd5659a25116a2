import path from 'node:path';
import type { JsonObject } from '../../base/index.ts';
import { LIFECYCLE_NAMES } from '../../scaleset/index.ts';
import type { EmulatorConfig } from '../config.ts';
import { readDocumentFile } from '../document-file.ts';

/** How the emulator was started, as far as answers depend on it: a scenario without its timeline. */
export async function recordingHead(config: EmulatorConfig): Promise<JsonObject> {
  const { quotas, throttle, lifecycle } = config;
  const kind = { code: 'EMU_BAD_LIFECYCLE', what: 'life cycle' } as const;
  const isShipped = (LIFECYCLE_NAMES as readonly string[]).includes(lifecycle);
  // The recording stands alone, wherever it is taken.
  const cycle = isShipped
    ? lifecycle
    : ((await readDocumentFile(path.resolve(lifecycle), kind)).value as JsonObject);
  return {
    name: 'recorded',
    description: 'Recorded from a session.',
    seed: config.seed,
    lifecycle: cycle,
    ...(throttle.mode === undefined ? {} : { throttle: throttle.mode }),
    ...(throttle.limits === undefined ? {} : { limits: throttle.limits as unknown as JsonObject }),
    start: {
      subscription: [...config.subscriptions],
      ...(config.onlyTenant ? { tenant: config.tenantId } : {}),
      auth: config.auth,
      capacityLimit: config.capacityLimit,
      network: config.network,
      genericResources: config.genericResources,
      quota: quotas.map(({ name, limit, location }) =>
        location === null ? `${name.value}=${limit}` : `${name.value}=${limit}@${location}`,
      ),
    },
  };
}
