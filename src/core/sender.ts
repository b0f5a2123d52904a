// Senders: what a text or call may come from.

import { UsageError } from './errors.ts';
import { parsePhone } from './phone.ts';

/** A messaging service, which picks a number itself: it sends texts and cannot call. */
export function isMessagingService(sender: string): boolean {
  return /^MG[0-9a-f]{32}$/.test(sender);
}

/** True when calls can come from it: numbers only. Services, short codes and names send texts. */
export function canCall(sender: string): boolean {
  return sender.startsWith('+');
}

/**
 * A sender as Twilio takes it: a number in E.164, a messaging service's SID, a short code of five or six digits,
 * or a name of up to eleven letters and digits (Twilio's alphanumeric sender ID).
 * @throws UsageError
 */
export async function parseSender(text: string, region: string | undefined): Promise<string> {
  const sender = text.trim();
  if (/^MG[0-9a-f]{32}$/i.test(sender)) return `MG${sender.slice(2).toLowerCase()}`;
  if (/^\d{5,6}$/.test(sender)) return sender;
  if (/^(?=.*[A-Za-z])[A-Za-z0-9 &+_-]{1,11}$/.test(sender)) return sender;
  if (/^\+?[\d\s().\-/]+$/.test(sender)) return (await parsePhone(sender, { region })).e164;
  throw new UsageError(`"${text}" cannot be a sender`, {
    hint: 'use a number of yours like +12025550123, or the SID of a messaging service (MG…)',
  });
}
