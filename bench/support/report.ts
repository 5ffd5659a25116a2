import { fileURLToPath } from 'node:url';

/** One line of the table: what was measured, and what it had to be. */
export interface Figure {
  readonly what: string;
  /** Null for what is only told. */
  readonly target: string | null;
  readonly measured: string;
  readonly ok: boolean;
}

export interface Report {
  readonly name: string;
  readonly figures: readonly Figure[];
  /** How it was measured, for whoever reads the figures. */
  readonly method: string;
}

export function atLeast(what: string, measured: number, target: number, unit: string): Figure {
  return {
    what,
    target: `≥ ${target}${unit}`,
    measured: show(measured, unit),
    ok: measured >= target,
  };
}

export function atMost(what: string, measured: number, target: number, unit: string): Figure {
  return {
    what,
    target: `≤ ${target}${unit}`,
    measured: show(measured, unit),
    ok: measured <= target,
  };
}

export function told(what: string, measured: number, unit: string): Figure {
  return { what, target: null, measured: show(measured, unit), ok: true };
}

/** Three figures, as more would only be noise. */
function show(value: number, unit: string): string {
  const rounded = Number(value.toPrecision(3));
  return `${rounded.toLocaleString('en-US', { maximumFractionDigits: 3 })}${unit}`;
}

function formatTable({ figures }: Report): string {
  const rows = figures.map(({ what, target, measured, ok }) => [
    ok ? '' : 'MISSED',
    what,
    measured,
    target ?? '',
  ]);
  const widths = [0, 1, 2, 3].map((column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/**
 * Runs a measurement when its file is the one that was started: prints the table, hands it to
 * `bench/run.ts` when that is the parent, and fails when a target was missed.
 */
export async function main(url: string, measure: () => Promise<Report>): Promise<void> {
  if (process.argv[1] !== fileURLToPath(url)) return;
  const report = await measure();
  console.log(`${report.name}\n${formatTable(report)}\n`);
  process.send?.(report);
  if (report.figures.some(({ ok }) => !ok)) process.exitCode = 1;
}
