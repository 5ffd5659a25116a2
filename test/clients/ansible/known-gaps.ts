/** Tasks that the emulator does not serve yet, and what comes after them. */
export const ANSIBLE_KNOWN_GAPS: readonly string[] = [];
