// Phone numbers: what people write, made E.164 or refused with the reason, by libphonenumber.

import { UsageError } from './errors.ts';
import type { CountryCode, PhoneNumber } from './phone-library.ts';

export interface Phone {
  /** `+12025550123` */
  readonly e164: string;
  /** ISO country such as US; null where several share the number range, or none has it. */
  readonly region: string | null;
  /** A doubt worth telling; null when there is none. */
  readonly note: string | null;
}

export interface PhoneOptions {
  /** ISO country for numbers written without `+`. Without it those are refused. */
  readonly region?: string | undefined;
}

// Ranges that regulators keep free for films, books and tests. libphonenumber calls most of them invalid. Area
// code 555 was never handed out. (Ofcom's drama numbers; NANPA's 555-0100 to 0199; Arcep's decision 2009.)
const FICTION: Readonly<Record<string, RegExp>> = {
  1: /^(555\d{7}|\d{3}55501\d\d)$/,
  33: /^(19900|26191|35301|46571|53649|63998)/,
  44: /^(7700900|1632960)/,
};

// Ranges that cost extra, for numbers too new or too strange for libphonenumber to know their kind. The
// exchange 976 is premium-rate inside ordinary American area codes.
const PREMIUM: Readonly<Record<string, RegExp>> = {
  1: /^(900|976|\d{3}976)/,
  31: /^90/,
  32: /^90/,
  33: /^89/,
  34: /^(80[367]|90[57])/,
  39: /^(89|144|166)/,
  41: /^90/,
  43: /^9/,
  44: /^9/,
  49: /^(900|137)/,
  61: /^190/,
  81: /^(990|570)/,
  353: /^15/,
};

// Satellite and private international networks: a minute costs as much as an hour elsewhere.
const SATELLITE = ['870', '881', '882', '883'];

const COSTLY: Readonly<Record<string, string>> = {
  PREMIUM_RATE: 'a premium-rate number',
  SHARED_COST: 'a shared-cost number',
};

/** True for the form Twilio takes: `+`, a country code, 7 to 15 digits in all. Says nothing about existence. */
export function isE164(text: string): boolean {
  return /^\+[1-9]\d{6,14}$/.test(text);
}

/**
 * Fails closed: extensions, letters, short codes, premium and satellite numbers, and numbers of a length that
 * their country does not have are refused.
 *
 * A number of the right length that libphonenumber does not know passes with a note when written with `+`: its
 * table is older than the newest ranges, and a customer must not be unreachable until an update. Without `+` it
 * is refused, since the guessed country is then the likelier mistake.
 *
 * @throws UsageError
 */
export async function parsePhone(text: string, { region }: PhoneOptions = {}): Promise<Phone> {
  const digits = readDigits(text);
  const national = !digits.startsWith('+');
  if (national && region === undefined) throw countryMissing(text, digits);
  const number = await parse(digits, text, region);
  const { countryCallingCode: code, nationalNumber: rest } = number;
  const show = number.formatInternational();
  // Germany's plan has numbers of a length that E.164 has not: nobody could be reached there.
  if (!number.isPossible() || !isE164(number.number)) throw wrongLength(text, number);
  const costly = SATELLITE.includes(code) ? 'a satellite number' : COSTLY[number.getType() ?? ''];
  if (costly !== undefined || PREMIUM[code]?.test(rest)) {
    throw new UsageError(`${show} is ${costly ?? 'a premium-rate number'}`, {
      hint: 'calls and texts there cost extra and are never placed; use an ordinary number',
    });
  }
  const fiction = FICTION[code]?.test(rest) === true;
  // +1 has one plan everywhere: area code and exchange begin with 2 to 9.
  const broken = code === '1' && !fiction && !/^[2-9]\d\d[2-9]/.test(rest);
  const known = number.isValid() || fiction;
  if (broken || (national && !known)) throw noSuchNumber(show, number, national);
  const note = number.isValid()
    ? null
    : `${show} is not in use as far as is known${fiction ? ' (kept for fiction)' : ''}`;
  return { e164: number.number, region: number.country ?? null, note };
}

/** `+1 202 555 0123`: as people read it. Anything that is not E.164 comes back as it is. */
export async function formatPhone(e164: string): Promise<string> {
  if (!isE164(e164)) return e164;
  const { parsePhoneNumberFromString } = await load();
  return parsePhoneNumberFromString(e164)?.formatInternational() ?? e164;
}

/** ISO country of an E.164 number, or null when it is shared by several or unknown. */
export async function regionOf(e164: string): Promise<string | null> {
  const { parsePhoneNumberFromString } = await load();
  return parsePhoneNumberFromString(e164)?.country ?? null;
}

// Loaded on use (5 ms bundled). The full table costs 1 ms more than the smallest one, and alone knows every
// premium-rate range.
let loaded: Promise<typeof import('./phone-library.ts')> | undefined;
function load(): Promise<typeof import('./phone-library.ts')> {
  // Asking for a module that is there already still costs 20 µs: more than reading a number, in a file of 100,000.
  loaded ??= import('./phone-library.ts');
  return loaded;
}

/** Digits with an optional `+` in front; everything people put between them is taken out, all else refused. */
function readDigits(text: string): string {
  // Address books copy direction marks along, Japanese keyboards type wide digits.
  const plain = text
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '')
    .replace(/[\uff08-\uff19]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .trim();
  if (plain === '') throw new UsageError('the phone number is empty', { hint: 'write it like +12025550123' });
  if (/\d\s*(ext|x|#|;|,)/i.test(plain)) {
    throw new UsageError(`"${text}" has an extension`, {
      hint: 'only direct numbers can be texted or called',
    });
  }
  if (!/^\+?[\d\s()./\-\u2010-\u2015]+$/.test(plain)) {
    throw new UsageError(`"${text}" is not a phone number`, { hint: 'write it like +12025550123' });
  }
  const digits = plain.replace(/[^+\d]/g, '');
  // Emergency numbers and short codes have three to six digits; the shortest of countries' numbers have seven.
  if (digits.length < 7) {
    throw new UsageError(`"${text}" is a short code or too short`, {
      hint: 'short codes and emergency numbers are never contacted; write the whole number',
    });
  }
  return plain;
}

async function parse(digits: string, text: string, region: string | undefined): Promise<PhoneNumber> {
  const { isSupportedCountry, ParseError, parsePhoneNumberWithError } = await load();
  const country = region?.toUpperCase();
  if (country !== undefined && !isSupportedCountry(country)) {
    const hint = country === 'UK' ? 'the code of Britain is GB' : 'use two letters such as US, GB or JP';
    throw new UsageError(`"${region}" is not a country code`, { hint });
  }
  try {
    const options = {
      extract: false,
      ...(country === undefined ? {} : { defaultCountry: country as CountryCode }),
    };
    return parsePhoneNumberWithError(digits, options);
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    const what =
      error.message === 'INVALID_COUNTRY'
        ? 'begins with a country code that no country has'
        : 'is not a phone number';
    throw new UsageError(`"${text}" ${what}`, { hint: 'write it like +12025550123', cause: error });
  }
}

function countryMissing(text: string, digits: string): UsageError {
  const hint = digits.startsWith('00')
    ? `write + in place of 00: +${digits.replace(/\D/g, '').slice(2)}`
    : 'begin it with + and the country code, as in +12025550123, or name a region such as US';
  return new UsageError(`"${text}" has no country code, and no region is set`, { hint });
}

function wrongLength(text: string, number: PhoneNumber): UsageError {
  const digits = `${number.countryCallingCode}${number.nationalNumber}`.length;
  const where = number.country ?? `+${number.countryCallingCode}`;
  return new UsageError(`"${text}" has the wrong length: ${digits} digits with the country code`, {
    hint: `no number of ${where} has that many; look for a digit too few or too many`,
  });
}

function noSuchNumber(show: string, number: PhoneNumber, national: boolean): UsageError {
  const where = number.country ?? `+${number.countryCallingCode}`;
  const hint = national ? 'begin it with + and the country code if it is right' : 'look for a wrong digit';
  return new UsageError(`${show} does not exist in the numbering plan of ${where}`, { hint });
}
