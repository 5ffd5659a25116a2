import type { JsonObject } from '../base/index.ts';
import type { Scope } from './scope.ts';
import type { TreeObject } from './pending.ts';
import type { TemplatePath } from './report.ts';
import type { DeploymentScope } from './types.ts';

/** One resource of the template, one turn of a loop, before its dependencies are known. */
export interface DeclaredResource {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly apiVersion: string;
  readonly location: string | undefined;
  readonly condition: boolean;
  /** Only referred to, never deployed (language version 2.0). */
  readonly existing: boolean;
  readonly symbolicName: string | undefined;
  readonly loop: LoopTurn | undefined;
  readonly nestedScope: DeploymentScope | undefined;
  readonly path: TemplatePath;
  readonly source: JsonObject;
  readonly scope: Scope;
  /** As the template says them: names, ids, loops, symbolic names. */
  readonly dependsOn: readonly string[];
  /** What is PUT, with what waits for other resources left in it; empty when it is not deployed. */
  readonly body: TreeObject;
}

export interface LoopTurn {
  readonly name: string;
  readonly index: number;
  readonly batchSize: number | undefined;
}
