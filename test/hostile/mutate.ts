import { isJsonObject, type JsonValue } from '../../src/base/index.ts';
import { type Draw, TEXTS, VALUES } from './nasty.ts';

/** Breaks a valid body in one to three places, anywhere in it; answers with JSON text. */
export function mutate(value: JsonValue, draw: Draw): string {
  let mutated = value;
  for (let times = 1 + draw.below(3); times > 0; times -= 1) {
    mutated = changedAt(mutated, draw.one(placesOf(mutated)), draw);
  }
  const text = JSON.stringify(mutated);
  // JSON.stringify cannot write these; a sender can.
  if (draw.below(10) === 0) return text.replace(/:(\d+|true|null)/, ':1e400');
  if (draw.below(10) === 0) return text.replace('{', '{"__proto__":{"polluted":true},');
  return text;
}

type Place = readonly (string | number)[];

/** The paths of all members and items, and of the whole. */
function placesOf(value: JsonValue, at: Place = []): Place[] {
  if (Array.isArray(value)) {
    return [at, ...value.flatMap((item, index) => placesOf(item, [...at, index]))];
  }
  if (!isJsonObject(value)) return [at];
  const members = Object.entries(value);
  return [at, ...members.flatMap(([name, member]) => placesOf(member ?? null, [...at, name]))];
}

function changedAt(value: JsonValue, place: Place, draw: Draw): JsonValue {
  const [step, ...rest] = place;
  if (step === undefined) return replacement(value, draw);
  if (Array.isArray(value)) {
    const items = [...value];
    items[step as number] = changedAt(items[step as number] ?? null, rest, draw);
    return items;
  }
  if (!isJsonObject(value)) return replacement(value, draw);
  const member = value[step] ?? null;
  if (rest.length > 0 || draw.below(3) > 0) {
    return { ...value, [step]: changedAt(member, rest, draw) };
  }
  const { [step]: _, ...others } = value;
  switch (draw.below(4)) {
    case 0:
      return others;
    case 1:
      return Object.fromEntries([
        ...Object.entries(others),
        [draw.one(TEXTS), member],
      ]) as JsonValue;
    case 2:
      return { ...value, [String(step).toUpperCase()]: member };
    default:
      return { ...value, [draw.one(TEXTS)]: draw.one(VALUES) };
  }
}

function replacement(value: JsonValue, draw: Draw): JsonValue {
  if (draw.below(4) > 0) return draw.one(VALUES);
  return draw.below(2) === 0 ? [value, value] : { value };
}
