import { EmulatorError } from '../base/index.ts';
import { flagOf, type OptionName, type OptionValues, variableOf } from './options.ts';

/** Reads one option from where it was given and says so when it is wrong. */
export class OptionReader {
  readonly #values: OptionValues;
  readonly #environment: Readonly<Record<string, string | undefined>>;

  constructor(values: OptionValues, environment: Readonly<Record<string, string | undefined>>) {
    this.#values = values;
    this.#environment = environment;
  }

  /** Undefined when neither the option nor a non-empty variable was given. */
  text(name: OptionName): string | undefined {
    const value = this.#values[name];
    if (value !== undefined) {
      const text = String(value).trim();
      if (text === '') throw this.bad(name, 'needs a value', text);
      return text;
    }
    const text = this.#environment[variableOf(name)]?.trim();
    return text === '' ? undefined : text;
  }

  /** Several values; in the variable they are separated by commas. */
  list(name: OptionName): readonly { readonly text: string; readonly label: string }[] {
    const value = this.#values[name];
    const label = this.label(name);
    if (Array.isArray(value)) return value.map((item) => ({ text: String(item), label }));
    const text = this.text(name) ?? '';
    const parts = value === undefined ? text.split(',') : [text];
    return parts.filter((part) => part !== '').map((part) => ({ text: part.trim(), label }));
  }

  flag(name: OptionName): boolean {
    return this.choice(name, ['true', 'false', '1', '0']) === 'true' || this.text(name) === '1';
  }

  integer(name: OptionName, min: number, max: number): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const number = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (!(number >= min && number <= max)) {
      throw this.bad(name, `must be a whole number from ${min} to ${max}`, text);
    }
    return number;
  }

  choice<C extends string>(name: OptionName, choices: readonly C[]): C | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const found = choices.find((choice) => choice === text);
    if (found === undefined) throw this.bad(name, `must be one of ${choices.join(', ')}`, text);
    return found;
  }

  /** What the user wrote it as: the flag, or the variable when only that was given. */
  label(name: OptionName): string {
    const byVariable = this.#values[name] === undefined && this.#environment[variableOf(name)];
    return byVariable ? variableOf(name) : flagOf(name);
  }

  bad(name: OptionName, rule: string, text: string): EmulatorError {
    return new EmulatorError('EMU_BAD_OPTION', `${this.label(name)} ${rule}, not "${text}".`);
  }
}
