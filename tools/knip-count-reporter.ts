/** A reporter for knip that says how many files it has read, so that reading none can be noticed. */
interface KnipReport {
  readonly counters: { readonly processed: number };
  readonly write: (text: string) => void;
}

// knip asks for a default export of its reporters.
// oxlint-disable-next-line import/no-default-export -- knip's interface
export default function reportCount({ counters, write }: KnipReport): void {
  write(`Read ${counters.processed} files.`);
}
