import type { DeclaredResource } from './declared-resource.ts';
import { idKey, scopeId, shortId, splitRelativeId } from './resource-ids.ts';
import type { DeploymentScope } from './types.ts';

/** How the resources of a template are found by what refers to them. */
export class ResourceIndex {
  readonly #byId = new Map<string, DeclaredResource[]>();
  readonly #byShortId = new Map<string, DeclaredResource[]>();
  readonly #byName = new Map<string, DeclaredResource[]>();
  readonly #byLoop = new Map<string, DeclaredResource[]>();
  readonly #bySymbol = new Map<string, DeclaredResource[]>();
  readonly #scope: DeploymentScope;

  constructor(resources: readonly DeclaredResource[], scope: DeploymentScope) {
    this.#scope = scope;
    for (const resource of resources) {
      add(this.#byId, idKey(resource.id), resource);
      add(this.#byShortId, shortId(resource.id).toLowerCase(), resource);
      add(this.#byName, resource.name.toLowerCase(), resource);
      const symbol = resource.symbolicName?.toLowerCase();
      if (symbol !== undefined) {
        add(this.#bySymbol, symbol, resource);
        if (resource.loop) add(this.#bySymbol, `${symbol}[${resource.loop.index}]`, resource);
      }
      if (resource.loop) add(this.#byLoop, resource.loop.name.toLowerCase(), resource);
    }
  }

  symbol(name: string): readonly DeclaredResource[] {
    return this.#bySymbol.get(name.toLowerCase()) ?? [];
  }

  loop(name: string): readonly DeclaredResource[] {
    return this.#byLoop.get(name.toLowerCase()) ?? [];
  }

  named(name: string): readonly DeclaredResource[] {
    return this.#byName.get(name.toLowerCase()) ?? [];
  }

  id(id: string): readonly DeclaredResource[] {
    return this.#byId.get(idKey(id)) ?? [];
  }

  /** The full id of a text that is an id, full or below the deployment; undefined for names. */
  fullId(text: string): string | undefined {
    if (text.startsWith('/')) return text;
    return splitRelativeId(text) === undefined
      ? undefined
      : `${scopeId(this.#scope)}/providers/${text}`;
  }

  /** By a relative id: below the deployment, or as the end of an id elsewhere (nested deployments). */
  relative(text: string): readonly DeclaredResource[] {
    const own = this.id(`${scopeId(this.#scope)}/providers/${text}`);
    return own.length > 0 ? own : (this.#byShortId.get(text.toLowerCase()) ?? []);
  }
}

function add(map: Map<string, DeclaredResource[]>, key: string, resource: DeclaredResource): void {
  const list = map.get(key);
  if (list) list.push(resource);
  else map.set(key, [resource]);
}
