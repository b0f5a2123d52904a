// The daemon's log: one JSON object a line on stderr, through pino.

import type { Writable } from 'node:stream';

export interface Log {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
}

/** Opens the log; pino is loaded here and nowhere else. `level` as pino names them. */
export async function openLog(stream: Writable, level: string): Promise<Log> {
  const { pino } = await import('pino');
  const logger = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, stream);
  return {
    info: (facts, message) => logger.info(facts, message),
    warn: (facts, message) => logger.warn(facts, message),
  };
}
