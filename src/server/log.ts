import type { ArmLogEntry } from '../arm/index.ts';
import type { LogLevel } from './config.ts';

/** Where the rooms tell the operator what no client is told. */
export type Log = (entry: ArmLogEntry) => void;

/** JSON lines on standard error; standard output belongs to the command. */
export async function createLog(level: LogLevel): Promise<Log> {
  if (level === 'silent') return () => {};
  const { destination, pino } = await import('pino');
  const logger = pino({ name: 'lazulite', level }, destination({ dest: 2, sync: true }));
  return ({ level: entryLevel, message, correlationId, error }) => {
    logger[entryLevel]({ ...(correlationId && { correlationId }), err: error }, message);
  };
}
