// The daemon's log: one JSON object a line on stderr, through pino.

export interface Log {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

const STDERR = 2;

/** Opens the log; pino is loaded here and nowhere else. Lines are written asynchronously: a full pipe holds up nobody. */
export async function openLog(): Promise<Log> {
  const { default: pino } = await import('pino');
  const options = { base: null, timestamp: pino.stdTimeFunctions.isoTime };
  const logger = pino(options, pino.destination({ dest: STDERR, sync: false }));
  return {
    info: (facts, message) => logger.info(facts, message),
    warn: (facts, message) => logger.warn(facts, message),
    error: (facts, message) => logger.error(facts, message),
  };
}
