/**
 * The key under which two spellings of an Azure name are the same name. Azure compares names
 * ordinally without regard to case; only ASCII letters can occur in them.
 */
export function foldCase(name: string): string {
  return name.toLowerCase();
}

export function sameName(a: string, b: string): boolean {
  return a === b || foldCase(a) === foldCase(b);
}
