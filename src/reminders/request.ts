// What `remind schedule` asks for, as typed.

import type { TimeWords } from './timing.ts';

export interface ScheduleRequest extends TimeWords {
  /** A contact's name or a telephone number. */
  readonly to: string;
  readonly body: string;
  readonly via?: string | undefined;
  readonly expires?: string | undefined;
  readonly tz?: string | undefined;
  readonly tenant?: string | undefined;
  readonly priority?: string | undefined;
  readonly dedupeKey?: string | undefined;
  readonly from?: string | undefined;
  readonly onUnknown?: string | undefined;
  readonly catchUp?: string | undefined;
  readonly name?: string | undefined;
  /** `k=v` pairs. */
  readonly variables?: readonly string[] | undefined;
  /** It goes in quiet hours, too. */
  readonly anyHour?: boolean | undefined;
  readonly dryRun?: boolean | undefined;
}
