// From a due reminder to the words of a request: what Twilio is asked to do, before any guard has spoken.

import { validityPeriodSeconds } from '../core/expiry.ts';
import type { IntentDraft, IntentPurpose } from '../core/intent.ts';
import { isMessagingService } from '../core/sender.ts';
import { createCall, createMessage } from '../gateway/requests.ts';
import { spokenMessage } from '../gateway/twiml.ts';
import type { DueReminder } from '../store/claims.ts';

export type Composable = Pick<
  DueReminder,
  'id' | 'tenantId' | 'channel' | 'to' | 'body' | 'expiresAt' | 'attempts'
>;

export interface ComposeTerms {
  readonly accountSid: string;
  readonly from: string;
  readonly purpose: IntentPurpose;
  readonly now: number;
}

/** The draft of a reminder's next send. A text carries its ValidityPeriod, so that Twilio drops it when too late. */
export function composeDraft(reminder: Composable, terms: ComposeTerms): IntentDraft {
  return {
    kind: reminder.channel === 'sms' ? 'message' : 'call',
    purpose: terms.purpose,
    tenantId: reminder.tenantId,
    reminderId: reminder.id,
    attempt: reminder.attempts + 1,
    to: reminder.to,
    from: terms.from,
    targetSid: null,
    params: paramsOf(reminder, terms),
    expiresAt: reminder.expiresAt,
  };
}

function paramsOf(reminder: Composable, terms: ComposeTerms): IntentDraft['params'] {
  if (reminder.channel === 'call') {
    return createCall(terms.accountSid, {
      to: reminder.to,
      from: terms.from,
      twiml: spokenMessage(reminder.body),
    }).params;
  }
  const sender = isMessagingService(terms.from) ? { messagingServiceSid: terms.from } : { from: terms.from };
  return createMessage(terms.accountSid, {
    to: reminder.to,
    ...sender,
    body: reminder.body,
    validityPeriod: validityPeriodSeconds(reminder.expiresAt, terms.now),
  }).params;
}
