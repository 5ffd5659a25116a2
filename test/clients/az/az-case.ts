/** One command of az and what its user must get. The cases of a story build on one another. */
export interface AzCase {
  readonly name: string;
  /** Words after `az`; `{folder}` and `{subscription}` are filled in. */
  readonly args: string;
  /** Only one of the two generations has the command, or has it in this form. */
  readonly only?: Generation;
  /** 0 unless given. az: 1 a refusal or a failed operation, 2 wrong usage, 3 not there. */
  readonly exit?: number;
  /** What its JSON must hold: named members of objects; all members of lists. */
  readonly json?: Shape;
  /** What must be in its output, for `-o table` and `-o tsv`. */
  readonly output?: readonly (string | RegExp)[];
  /** What it must say on standard error; what it may say beside that is in `mayWarn`. */
  readonly error?: readonly (string | RegExp)[];
  /**
   * az 2.73 to 2.75 fails on each refusal of a template with "The content for this response was already
   * consumed", against Azure too (Azure/azure-cli issue 31581); the server's words do not come through.
   */
  readonly hidesRefusal?: boolean;
  /** What this command of az always says, whatever the server. Anything else is a finding. */
  readonly mayWarn?: readonly RegExp[];
}

/** 2.45 with a profile of Azure Stack, and 2.74 with the newest. */
export type Generation = 'hybrid' | 'latest';

export interface AzStory {
  readonly name: string;
  readonly cases: readonly AzCase[];
}

export type Shape =
  | string
  | number
  | boolean
  | null
  | RegExp
  | { readonly length: number }
  | readonly Shape[]
  | { readonly [name: string]: Shape };
