// The daemon's log: one JSON object a line on stderr, through pino.

import type { Clock } from '../core/clock.ts';

export interface Log {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

const STDERR = 2;

/** Opens the log, whose `time` is the clock's; pino is loaded here and nowhere else. Lines are written asynchronously: a full pipe holds up nobody. */
export async function openLog(clock: Clock): Promise<Log> {
  const { default: pino } = await import('pino');
  const options = { base: null, timestamp: () => `,"time":"${new Date(clock.now()).toISOString()}"` };
  const logger = pino(options, pino.destination({ dest: STDERR, sync: false }));
  return {
    info: (facts, message) => logger.info(facts, message),
    warn: (facts, message) => logger.warn(facts, message),
    error: (facts, message) => logger.error(facts, message),
  };
}
