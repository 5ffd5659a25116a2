import type { ClientCase } from '../support/client-case.ts';
import type { ArmComputeContext } from './context.ts';
import { changeCases } from './change-cases.ts';
import { flexibleCases } from './flexible-cases.ts';
import { instanceCases } from './instance-cases.ts';
import { powerCases } from './power-cases.ts';
import { readCases } from './read-cases.ts';
import { refusalCases } from './refusal-cases.ts';

/** The whole story of @azure/arm-compute, in order. */
export const armComputeCases: readonly ClientCase<ArmComputeContext>[] = [
  ...readCases,
  ...powerCases,
  ...changeCases,
  ...refusalCases,
  ...flexibleCases,
  ...instanceCases,
];
