import type { Paint, Style } from './terminal.ts';

/** What the commands read of an instance view; the wire's own names. */
export interface InstanceView {
  readonly virtualMachine?: { readonly statusesSummary?: readonly StatusCount[] };
  readonly extensions?: readonly {
    readonly name: string;
    readonly statusesSummary?: readonly StatusCount[];
  }[];
  readonly statuses?: readonly {
    readonly code: string;
    readonly level?: string;
    readonly displayStatus?: string;
    readonly message?: string;
  }[];
}

export interface StatusCount {
  readonly code: string;
  readonly count: number;
}

/** A set and its instance view. */
export interface SetView {
  readonly name: string;
  readonly resourceGroup: string;
  readonly location: string;
  readonly view: InstanceView;
}

interface Subject {
  readonly label: string;
  readonly counts: readonly StatusCount[];
}

const BAR_MAX = 40;
const BAR_MIN = 8;

/** The instance view of some sets, for people: a line per status with its count as a bar. */
export function describeSets(sets: readonly SetView[], columns: number, paint: Paint): string[] {
  if (sets.length === 0) return ['There are no scale sets.'];
  const subjects = sets.map((set) => subjectsOf(set.view));
  const all = subjects.flat();
  const labelWidth = longest(all.map((subject) => subject.label));
  const codes = all.flatMap((subject) => subject.counts.map(({ code }) => shortCode(code)));
  const codeWidth = longest(codes);
  const counts = all.flatMap((subject) => subject.counts.map(({ count }) => count));
  const countWidth = longest(counts.map(String));
  const free = columns - labelWidth - codeWidth - countWidth - 9;
  const barWidth = Math.max(BAR_MIN, Math.min(BAR_MAX, free));
  return sets.flatMap((set, index) => {
    const rows = subjects[index] ?? [];
    const largest = Math.max(1, ...rows.map(({ counts: row }) => total(row)));
    return [
      ...(index === 0 ? [] : ['']),
      heading(set, paint),
      ...messages(set, paint),
      ...rows.flatMap(({ label, counts: row }) =>
        row.map(({ code, count }, line) => {
          const name = (line === 0 ? label : '').padEnd(labelWidth);
          const bar = '█'.repeat(barLength(count, largest, barWidth)).padEnd(barWidth);
          const amount = String(count).padStart(countWidth);
          const status = shortCode(code).padEnd(codeWidth);
          return `  ${name}  ${status}  ${paint(styleOf(code), bar)}  ${amount}`;
        }),
      ),
    ];
  });
}

/** One line that says it all, for logs. */
export function describeSetInOneLine({ name, view }: SetView): string {
  const status = view.statuses?.[0];
  const parts = subjectsOf(view)
    .filter(({ counts }) => counts.length > 0)
    .map(
      ({ label, counts }) =>
        `${label} ${counts.map(({ code, count }) => `${shortCode(code)} ${count}`).join(', ')}`,
    );
  return [`${name}: ${status?.code ?? 'no status'}`, ...parts].join('; ');
}

/** Whether anything in the view is still going to change by itself. */
export function isSettled(view: InstanceView): boolean {
  const codes = [
    ...(view.statuses ?? []).map(({ code }) => code),
    ...subjectsOf(view).flatMap(({ counts }) => counts.map(({ code }) => code)),
  ];
  return codes.every((code) => styleOf(code) === 'green' || styleOf(code) === 'red');
}

function subjectsOf(view: InstanceView): Subject[] {
  const machines = {
    label: 'virtual machines',
    counts: view.virtualMachine?.statusesSummary ?? [],
  };
  const extensions = (view.extensions ?? []).map(({ name, statusesSummary }) => ({
    label: name,
    counts: statusesSummary ?? [],
  }));
  return [machines, ...extensions];
}

function heading({ name, resourceGroup, location, view }: SetView, paint: Paint): string {
  const status = view.statuses?.[0];
  const state = status === undefined ? '' : `${status.code} (${status.displayStatus ?? ''})`;
  return `${paint('bold', name)} ${paint('dim', `in ${resourceGroup}, ${location}`)}  ${paint(styleOf(status?.code ?? ''), state)}`;
}

function messages({ view }: SetView, paint: Paint): string[] {
  return (view.statuses ?? []).flatMap(({ message }) =>
    message === undefined ? [] : [`  ${paint('red', message)}`],
  );
}

/** Every code starts with it; what differs is what people look for. */
function shortCode(code: string): string {
  return code.replace(/^ProvisioningState\//i, '');
}

function styleOf(code: string): Style {
  const state = shortCode(code).toLowerCase();
  if (state.startsWith('succeeded')) return 'green';
  if (state.startsWith('failed')) return 'red';
  return 'yellow';
}

/** At least one mark for one machine: a single failure among thousands must be seen. */
function barLength(count: number, largest: number, width: number): number {
  return count === 0 ? 0 : Math.max(1, Math.round((count / largest) * width));
}

function total(counts: readonly StatusCount[]): number {
  return counts.reduce((sum, { count }) => sum + count, 0);
}

function longest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => text.length));
}
