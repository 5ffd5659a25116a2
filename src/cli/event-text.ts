import type { StreamedEventView } from '../client/index.ts';

type Of<Subject extends StreamedEventView['subject']> = Extract<
  StreamedEventView,
  { readonly subject: Subject }
>;

/** One event as a line for people. */
export function lineOfEvent(event: StreamedEventView): string {
  const parts = [event.at, shortNameOf(event.set), whatOf(event)];
  const { cause } = event;
  if (cause !== null && event.subject !== 'operation') parts.push(cause.action ?? cause.kind);
  const failure = event.subject === 'extension' ? null : event.failure;
  if (failure !== null) parts.push(`(${failure.code ?? failure.message})`);
  return `${parts.join('  ')}\n`;
}

function whatOf(event: StreamedEventView): string {
  switch (event.subject) {
    case 'instance':
      return `${event.name}  ${stateOf(event.before)} → ${stateOf(event.after)}`;
    case 'extension':
      return `${event.name} ${event.extension}  ${event.before ?? 'none'} → ${event.after ?? 'none'}`;
    case 'operation': {
      const { before, after, cause, instanceCount } = event;
      const name = cause === null ? 'operation' : (cause.action ?? cause.kind);
      return `${name} of ${instanceCount}  ${before ?? 'none'} → ${after}`;
    }
    case 'rollingUpgrade': {
      const { before, after, batch } = event;
      return `rolling upgrade  ${before ?? 'none'} → ${after}${batch === 0 ? '' : `, batch of ${batch}`}`;
    }
  }
}

function stateOf(machine: Of<'instance'>['before']): string {
  if (machine === null) return 'none';
  return machine.power === null ? machine.state : `${machine.state}/${machine.power}`;
}

function shortNameOf(resourceId: string): string {
  return resourceId.replace(
    /^\/subscriptions\/[^/]+\/resourceGroups\/([^/]+)\/.*\/([^/]+)$/i,
    '$1/$2',
  );
}
