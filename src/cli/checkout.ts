import { runProcess } from './process.ts';

/** `npm start` in a checkout: without a command it starts with a demonstration fleet. */
const args = process.argv.slice(2);
const [first] = args;
const asksForHelp = /^(-h|--help|-V|--version)$/.test(first ?? '');
const isOption = first === undefined || (first.startsWith('-') && !asksForHelp);
await runProcess(isOption ? ['start', '--demo', ...args] : args, 'npm start --');
