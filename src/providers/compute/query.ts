import { armErrors, type ArmRequest } from '../../arm/index.ts';

type Query = Pick<ArmRequest, 'query'>;

/** The parts that `$expand` asks for, one or several by comma; an unknown one is refused. G. */
export function readExpand<Part extends string>(
  { query }: Query,
  allowed: readonly Part[],
): ReadonlySet<Part> {
  const text = query['$expand'];
  if (text === undefined || text === '') return new Set();
  const parts = text.split(',').map((part) => {
    const found = allowed.find((name) => name.toLowerCase() === part.trim().toLowerCase());
    if (found === undefined) throw armErrors.valueNotAllowed('$expand', part, allowed);
    return found;
  });
  return new Set(parts);
}

/** A flag of the query, absent meaning false. Refuses what is neither true nor false. G. */
export function readFlag({ query }: Query, name: string): boolean {
  const text = query[name.toLowerCase()];
  if (text === undefined || text === '') return false;
  if (/^true$/i.test(text)) return true;
  if (/^false$/i.test(text)) return false;
  throw armErrors.invalidParameterValue(name);
}

/** What a deallocation is: with `hibernate=true` machines keep their memory on their disks. */
export function deallocation(request: Query): 'hibernate' | 'deallocate' {
  return readFlag(request, 'hibernate') ? 'hibernate' : 'deallocate';
}
