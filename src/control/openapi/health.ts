import type { HealthView } from '../health-route.ts';
import { answer, type DescribedOperation } from './describe.ts';
import { constant, named, object, text } from './schema.ts';

const health = named(
  'Health',
  object<HealthView>({ status: constant('ready'), version: text('Of the package.') }),
);

export const healthOperations: readonly DescribedOperation[] = [
  {
    method: 'GET',
    operationId: 'readHealth',
    summary: 'Says that the emulator answers, for scripts that wait.',
    answers: answer(200, 'It answers.', health),
    refusals: [],
  },
];
