import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

// Hundreds of files of TypeScript are stripped and compiled at each start otherwise, which takes longer
// than all the rest. `npm ci` fills it (`prepare`). In the checkout and not in the machine's temporary
// folder, where anybody could put something.
enableCompileCache(fileURLToPath(new URL('../../node_modules/.cache/lazulite', import.meta.url)));

/** `npm start` in a checkout: without a command it starts with a demonstration fleet. */
const { runProcess } = await import('./process.ts');
const args = process.argv.slice(2);
const [first] = args;
const asksForHelp = /^(-h|--help|-V|--version)$/.test(first ?? '');
const isOption = first === undefined || (first.startsWith('-') && !asksForHelp);
await runProcess(isOption ? ['start', '--demo', ...args] : args, 'npm start --');
