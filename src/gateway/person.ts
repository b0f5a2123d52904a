// What is known of the recipient: has opted out, or has a number that leads nowhere.

import { describeBadNumber, isBadFor } from '../core/bad-number.ts';
import type { IntentDraft } from '../core/intent.ts';
import { describeOptOut, type SaidOptOut } from '../core/opt-out.ts';
import { isStoppable } from '../core/stop.ts';
import { badMarks } from '../store/bad-numbers.ts';
import type { Sql } from '../store/db.ts';
import { hasOptedOut, optOutAgainst } from '../store/opt-outs.ts';
import type { Refusal } from './reserve.ts';

/** Somebody who said STOP is neither texted nor called; the trigger intent_opted_out says the same to any other hand. */
export async function guardPerson(sql: Sql, draft: IntentDraft): Promise<Refusal | undefined> {
  if (!isStoppable(draft)) return undefined;
  return (await optedOut(sql, draft)) ?? (await leadsNowhere(sql, draft));
}

async function optedOut(sql: Sql, draft: IntentDraft): Promise<Refusal | undefined> {
  if (!(await hasOptedOut(sql, draft.to))) return undefined;
  const against = await optOutAgainst(sql, draft);
  if (!against) return undefined;
  return {
    hold: null,
    ends: 'cancelled',
    optOut: against,
    message: describeOptOut(against),
    hint: `since when and what it cancelled: remind optout show ${draft.to}; ${wayBack(against, draft.to)}`,
  };
}

/** What a person entered by hand no text of theirs ends. */
function wayBack({ source }: SaidOptOut, to: string): string {
  return source === 'hand'
    ? `if they want them again: remind optout remove ${to}`
    : 'a START by text takes it back';
}

async function leadsNowhere(sql: Sql, { to, kind }: IntentDraft): Promise<Refusal | undefined> {
  const marks = await badMarks(sql, to);
  const bad = marks.find((mark) => isBadFor(mark, kind === 'call' ? 'call' : 'sms'));
  if (!bad) return undefined;
  return {
    hold: null,
    ends: 'failed',
    message: describeBadNumber(bad),
    hint: `correct the number, or if it is good after all: remind badnumber remove ${to}`,
  };
}
