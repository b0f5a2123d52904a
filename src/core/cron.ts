// Cron expressions, read by cron-parser: five fields, matched against wall time alone. No zone comes in here.

import { UsageError } from './errors.ts';
import { type Wall, wallToCount } from './wall.ts';

export interface Cron {
  /** The five fields, names such as @daily written out. */
  readonly text: string;
  /** The hour field begins with `*`, so it is about intervals and not about a time of day (as Vixie cron has it). */
  readonly everyHour: boolean;
  /**
   * The first match strictly after `count`, both counted as in `wallToCount`. Undefined when there is none
   * within the library's patience, some decades.
   */
  next(count: number): number | undefined;
}

const NAMES = new Map(
  Object.entries({
    '@yearly': '0 0 1 1 *',
    '@annually': '0 0 1 1 *',
    '@monthly': '0 0 1 * *',
    '@weekly': '0 0 * * 0',
    '@daily': '0 0 * * *',
    '@midnight': '0 0 * * *',
    '@hourly': '0 * * * *',
  }),
);

const HINT = 'minute hour day month weekday, as in "0 9 * * mon-fri" for weekdays at nine';

// Any day will do: `next` says where to look from. Left to itself the library would ask the clock.
const ANY_DAY: Wall = '2000-01-01T00:00:00';

/**
 * Reads five fields: lists, ranges, steps, names of months and weekdays, `L` (last), `1#2` (second Monday). As
 * in every cron, a day of the month and a weekday together mean either.
 *
 * Six fields are refused: a reminder's clock is the minute, and whoever writes seconds by mistake would fire
 * sixty times as often. `H` is refused since it means another time on every system.
 *
 * @throws UsageError
 */
export async function parseCron(expression: string): Promise<Cron> {
  const text = NAMES.get(expression.trim().toLowerCase()) ?? expression.trim().replace(/\s+/g, ' ');
  const fields = text.split(' ');
  if (fields.length !== 5) {
    const seconds = fields.length === 6 ? '; seconds are not supported' : '';
    throw wrong(expression, `it has ${text === '' ? 'no' : fields.length} fields, not 5${seconds}`);
  }
  if (/(^|[\s,])H/.test(text)) throw wrong(expression, 'H is not supported');
  refuseWideSteps(expression, fields);
  const { CronExpressionParser } = await import('cron-parser');
  const parse = () =>
    CronExpressionParser.parse(text, { currentDate: new Date(wallToCount(ANY_DAY)), tz: 'UTC' });
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse();
  } catch (error) {
    throw wrong(expression, reasonOf(error));
  }
  return {
    text,
    everyHour: fields[1]?.startsWith('*') === true,
    next(count) {
      parsed.reset(new Date(count));
      return parsed.hasNext() ? parsed.next().getTime() : undefined;
    },
  };
}

/** Every 90 minutes cannot be said in cron: a field starts anew each hour, so `*` + `/90` would mean hourly. */
function refuseWideSteps(expression: string, fields: readonly string[]): void {
  for (const [index, most, unit] of [
    [0, 59, 'minutes'],
    [1, 23, 'hours'],
  ] as const) {
    for (const [, step] of fields[index]?.matchAll(/\/(\d+)/g) ?? []) {
      if (Number(step) > most) throw wrong(expression, `a step of ${step} ${unit} does not fit the field`);
    }
  }
}

function reasonOf(error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  if (reason.startsWith('Invalid explicit day of month')) return 'no such day ever comes';
  return reason.replace(/^(Cron\w+ )?(Constraint|Validation) error, /i, '');
}

function wrong(expression: string, reason: string): UsageError {
  return new UsageError(`"${expression}" is not a cron expression: ${reason}`, { hint: HINT });
}
