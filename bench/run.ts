import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import path from 'node:path';
import { ROOT } from './support/processes.ts';
import type { Report } from './support/report.ts';

/**
 * `npm run bench`: every measurement in a process of its own, one after the other; then the page
 * docs/reference/performance.md. Fails when a target was missed. Names of measurements as arguments
 * run only those, and leave the page as it is.
 */
const MEASUREMENTS = [
  'instance-view',
  'fleet-size',
  'million',
  'event-loop',
  'rolling-upgrade',
  'reset',
  'start-up',
  'az-create',
];
const PAGE = path.join(ROOT, 'docs/reference/performance.md');

async function run(name: string): Promise<Report> {
  const child = fork(path.join(ROOT, 'bench', `${name}.ts`), [], { stdio: 'inherit' });
  let report: Report | undefined;
  child.on('message', (message) => {
    report = message as Report;
  });
  await once(child, 'exit');
  if (report === undefined) throw new Error(`bench/${name}.ts ended without a report`);
  return report;
}

function writePage(reports: readonly Report[], loadBefore: number): string {
  const missed = reports.flatMap(({ figures }) => figures).filter(({ ok }) => !ok).length;
  const [processor] = cpus();
  const machine =
    `${cpus().length} × ${processor?.model.trim() ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, ` +
    `${process.platform} ${process.arch}, Node.js ${process.version}`;
  const lines = [
    '# Performance',
    '',
    '<!-- Written by `npm run bench`; do not edit. -->',
    '',
    `Measured on ${new Date().toISOString().slice(0, 10)}: ${machine}; load average ${loadBefore.toFixed(1)} before the run. ` +
      (missed === 0 ? 'Every target was met.' : `Targets missed: ${missed}.`),
    '',
    'Absolute figures are of that machine; ratios are taken between neighbours in one run and travel better. ' +
      'Measure yours with `npm run bench`, or one of them with `npm run bench -- million`.',
    '',
  ];
  for (const [at, { name, method, figures }] of reports.entries()) {
    lines.push(`## ${name}`, '', method, '', `\`node bench/${MEASUREMENTS[at]}.ts\``, '');
    lines.push('| What | Measured | Target |', '| --- | --: | --: |');
    for (const { what, measured, target, ok } of figures) {
      lines.push(`| ${what} | ${measured}${ok ? '' : ' (missed)'} | ${target ?? ''} |`);
    }
    lines.push('');
  }
  return lines.join('\n');
}

const asked = process.argv.slice(2);
const unknown = asked.find((name) => !MEASUREMENTS.includes(name));
if (unknown !== undefined)
  throw new Error(`There is no ${unknown}; there are ${MEASUREMENTS.join(', ')}.`);
const [loadBefore = 0] = loadavg();
const reports: Report[] = [];
for (const name of MEASUREMENTS) {
  if (asked.length === 0 || asked.includes(name)) reports.push(await run(name));
}
if (asked.length === 0) writeFileSync(PAGE, writePage(reports, loadBefore));
if (reports.some(({ figures }) => figures.some(({ ok }) => !ok))) process.exitCode = 1;
