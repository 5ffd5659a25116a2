import type { Place } from '../connection.ts';

/** Settings of one kind of client: what is exported, and what to do next (as comments). */
export interface ClientSettings {
  readonly summary: string;
  /** PowerShell's own syntax; a POSIX shell's unless given. */
  readonly shell?: 'powershell';
  readonly exports: (place: Place) => Readonly<Record<string, string>>;
  readonly next: (place: Place) => readonly string[];
}

export type SettingsTable = Readonly<Record<string, ClientSettings>>;
