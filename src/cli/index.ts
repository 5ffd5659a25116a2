export { type ExitCode, run } from './run.ts';
