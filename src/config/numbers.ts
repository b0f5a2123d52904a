// Phone numbers and senders as a configuration names them; always kept in E.164.

import { isE164, parsePhone } from '../core/phone.ts';
import { named } from './named.ts';
import type { Reading } from './settings.ts';

/**
 * E.164 of a number in international form, or in the national form of `reading.country`. One that already is
 * E.164 is taken as it is unless it was typed just now: the phone library costs every start 10 ms.
 */
export async function parseNumber(text: string, reading: Reading): Promise<string> {
  const bare = text.trim();
  if (isE164(bare) && !reading.typed) return bare;
  try {
    return (await parsePhone(bare, { region: reading.country })).e164;
  } catch (cause) {
    throw named(reading.what, cause);
  }
}

/** Numbers between commas, each once, in the order given. */
export async function parseNumbers(text: string, reading: Reading): Promise<readonly string[]> {
  const parts = text.split(',').filter((part) => part.trim() !== '');
  return [...new Set(await Promise.all(parts.map((part) => parseNumber(part, reading))))];
}

/** A number, a messaging service SID (MG…), a short code, or an alphanumeric sender of up to 11 characters. */
export async function parseSender(text: string, reading: Reading): Promise<string> {
  const bare = text.trim();
  if (/^MG[0-9a-f]{32}$/i.test(bare) || /^\d{5,6}$/.test(bare)) return bare;
  if (/^(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11}$/.test(bare)) return bare;
  return parseNumber(bare, reading);
}
