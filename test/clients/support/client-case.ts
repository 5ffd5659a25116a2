/**
 * One thing a client must be able to do. Cases of a client are a story: each goes on where the one
 * before it stopped, in one process, so that the sign-in and the tokens are the client's own.
 */
export interface ClientCase<Context> {
  readonly name: string;
  run(context: Context): Promise<void>;
}

/** What a client program says about a case: one line of JSON on its standard output. */
export interface CaseReport {
  readonly case: string;
  readonly error?: string;
}

/** Called by the program that the client lives in. */
export async function runCases<Context>(
  cases: readonly ClientCase<Context>[],
  context: Context,
): Promise<void> {
  for (const { name, run } of cases) {
    const outcome = await attempt(name, () => run(context));
    report(outcome);
    // What comes after a failure would stand on ground that is not there.
    if (outcome.error !== undefined) return;
  }
}

async function attempt(name: string, run: () => Promise<void>): Promise<CaseReport> {
  try {
    await run();
    return { case: name };
  } catch (error) {
    // Whatever the client throws is the finding; the test that started the program fails with it.
    return {
      case: name,
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    };
  }
}

function report(line: CaseReport): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
