import { isJsonObject, type JsonObject, type JsonValue, type Micros } from '../base/index.ts';
import type { FaultSubject } from '../faults/index.ts';
import type { Distribution } from './lifecycle.ts';

/** What a life cycle says about the health of machines that are monitored. */
export interface HealthRules {
  /** From the start of the application until the first report. */
  readonly firstReport: Distribution;
  /** Machines that no fault is for become healthy and stay so. */
  readonly faults: readonly HealthFault[];
}

export interface HealthFault {
  readonly on: Omit<FaultSubject, 'step' | 'extension'>;
  readonly state: 'unhealthy' | 'unknown';
  /** How long the machine is healthy before; null: it never is. */
  readonly after: Distribution | null;
  /** How long until it is healthy again; null: until its application begins anew. */
  readonly lasts: Distribution | null;
}

/** Of a document that follows the schema; `read` takes lengths of time as a life cycle has them. */
export function readHealthRules(
  document: JsonValue | undefined,
  read: (spec: JsonValue | undefined, place: string) => Distribution,
): HealthRules | null {
  if (!isJsonObject(document)) return null;
  const { firstReport, faults } = document;
  return {
    firstReport: firstReport === undefined ? always(0) : read(firstReport, '/health/firstReport'),
    faults: (Array.isArray(faults) ? faults : []).filter(isJsonObject).map((fault, index) => {
      const place = `/health/faults/${index}`;
      return {
        on: readSubject(fault.on),
        state: fault.state === 'unknown' ? 'unknown' : 'unhealthy',
        after: fault.after === undefined ? null : read(fault.after, `${place}/after`),
        lasts: fault.lasts === undefined ? null : read(fault.lasts, `${place}/lasts`),
      };
    }),
  };
}

function readSubject(value: JsonValue | undefined): HealthFault['on'] {
  const on: JsonObject = isJsonObject(value) ? value : {};
  return {
    ...(typeof on.fromInstance === 'number' && { fromInstance: on.fromInstance }),
    ...(typeof on.belowInstance === 'number' && { belowInstance: on.belowInstance }),
    ...(typeof on.probability === 'number' && { probability: on.probability }),
  };
}

function always(micros: Micros): Distribution {
  return { min: micros, p10: micros, median: micros, p90: micros, max: micros };
}
