export { type run } from './run.ts';
