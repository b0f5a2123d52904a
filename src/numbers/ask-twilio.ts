// Requests about numbers: reads that must succeed, and intents carried out and settled in one go.

import { CredentialError, type RemindError, TwilioError, UnhealthyError } from '../core/errors.ts';
import type { IntentDraft } from '../core/intent.ts';
import type { Exchanged, Read } from '../gateway/door.ts';
import { explainCode } from '../gateway/error-codes.ts';
import type { WireRequest } from '../gateway/wire.ts';
import { insertExchange } from '../store/api-log.ts';
import { type Settlement, settleIntent } from '../store/intents.ts';
import { DEFAULT_TENANT_ID } from '../store/tenants.ts';
import type { NumberDeps } from './deps.ts';

/** Reads; the answer is logged. Says nothing about whether it was a good one. */
export async function read(deps: NumberDeps, request: WireRequest): Promise<Read> {
  const answer = await deps.door.read(request);
  const { log } = answer;
  if (log) await deps.db.tx((sql) => insertExchange(sql, log));
  return answer;
}

/** What Twilio's no means for a person: credentials, a refusal, or that it could not be asked. */
export function failureOf({ verdict, httpStatus }: Pick<Read, 'verdict' | 'httpStatus'>): RemindError {
  const { message, twilioCode, requestId } = verdict;
  const remedy = twilioCode === undefined ? undefined : explainCode(twilioCode)?.remedy;
  if (httpStatus === 401) return new CredentialError(message, { hint: remedy ?? 'see: remind doctor' });
  const isRefusal = httpStatus !== null && httpStatus >= 400 && httpStatus < 500;
  if (!isRefusal)
    return new UnhealthyError(message, { hint: remedy ?? 'try again later, or: remind doctor' });
  return new TwilioError(message, {
    status: httpStatus,
    code: twilioCode,
    requestId,
    ...(remedy !== undefined && { hint: remedy }),
  });
}

type Wish = Pick<IntentDraft, 'to' | 'targetSid' | 'params'> & Pick<Partial<IntentDraft>, 'method'>;

/** The draft of a request about a number. It is nobody's reminder, and has no recipient. */
export function numberDraft(wish: Wish): IntentDraft {
  return {
    kind: 'number',
    purpose: 'purchase',
    tenantId: DEFAULT_TENANT_ID,
    reminderId: null,
    attempt: 1,
    from: '',
    expiresAt: null,
    ...wish,
  };
}

/** Sends a committed intent and writes down what became of it. */
export async function carryOut(
  deps: NumberDeps,
  intentId: number,
  targetSid: string | null,
): Promise<Exchanged> {
  const exchanged = await deps.door.exchange(intentId);
  await deps.db.tx(async (sql) => {
    if (exchanged.log) await insertExchange(sql, exchanged.log);
    await settleIntent(sql, intentId, settlementOf(exchanged, targetSid), deps.clock.now());
  });
  return exchanged;
}

function settlementOf(exchanged: Exchanged, targetSid: string | null): Settlement {
  const { verdict, httpStatus, number } = exchanged;
  const facts = { sid: null, httpStatus, twilioCode: verdict.twilioCode ?? null, error: verdict.message };
  const sid = number?.sid ?? targetSid;
  if (verdict.class === 'accepted' && sid !== null)
    return { ...facts, outcome: 'accepted', sid, error: null };
  if (mayHaveBeenDone(exchanged)) return { ...facts, outcome: 'unknown', lookAt: null };
  return { ...facts, outcome: httpStatus === null || httpStatus === 429 ? 'not-sent' : 'rejected' };
}

/**
 * True when nobody knows whether Twilio did it. A DELETE may be made again and is classed so, which does not mean that
 * it was not done; what was never put on the wire has no log.
 */
export function mayHaveBeenDone({ verdict, httpStatus, log }: Exchanged): boolean {
  if (verdict.class === 'unknown') return true;
  if (log?.method !== 'DELETE' || verdict.class === 'accepted') return false;
  return httpStatus === null || httpStatus >= 500;
}
