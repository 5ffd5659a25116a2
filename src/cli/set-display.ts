import { describeSetInOneLine, describeSets, type SetView } from './instance-view-text.ts';
import { createScreen, paintFor, type Terminal } from './terminal.ts';

/** Shows the sets as they are now; called again and again. */
export type SetDisplay = (sets: readonly SetView[]) => void;

/** Draws over itself on a terminal; elsewhere writes a line whenever a set looks different. */
export function createSetDisplay(terminal: Terminal): SetDisplay {
  if (terminal.interactive) {
    const screen = createScreen(terminal);
    const paint = paintFor(terminal);
    return (sets) => screen.draw(describeSets(sets, terminal.columns, paint));
  }
  const said = new Map<string, string>();
  return (sets) => {
    for (const set of sets) {
      const key = `${set.resourceGroup}/${set.name}`;
      const line = describeSetInOneLine(set);
      if (said.get(key) === line) continue;
      said.set(key, line);
      terminal.write(`${line}\n`);
    }
  };
}
