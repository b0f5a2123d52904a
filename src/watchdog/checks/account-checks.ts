// Checks that ask Twilio itself, with one harmless request each: account, balance, sender, who can be reached.

import { regionOf } from '../../core/phone.ts';
import { type CheckResult, type Finding, failed, ok, skipped, warning } from './check.ts';
import { registrationFinding } from './sender-rules.ts';

/** Makes one GET and resolves with Twilio's answer, whatever its status. `path` begins with `/2010-04-01/`. */
export type Probe = (request: {
  readonly path: string;
}) => Promise<{ readonly status: number; readonly body: unknown }>;

/** Where a probe goes, and who signs it. */
export interface ProbeTarget {
  readonly credentials: { readonly accountSid: string; readonly username: string; readonly password: string };
  readonly twilioUrl: string | undefined;
  readonly edge: string | undefined;
  readonly region: string | undefined;
}

/** What a command that asks Twilio about itself wants of the composition root. */
export interface ProbeNeeds {
  openProbe(target: ProbeTarget): Promise<Probe>;
}

export interface AccountSubject {
  readonly accountSid: string;
  readonly kind: 'api-key' | 'auth-token';
  readonly from: string | undefined;
  /** Own numbers, and the second person's. */
  readonly numbers: readonly string[];
  /** Another URL than Twilio's: what carriers and countries ask for means nothing there. */
  readonly elsewhere: boolean;
}

interface Answer {
  readonly status: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

const VERIFIED = 'https://console.twilio.com/us1/develop/phone-numbers/manage/verified';

/** The results in a fixed order; the first ones tell whether the credentials are good. */
export async function checkAccount(probe: Probe, subject: AccountSubject): Promise<readonly CheckResult[]> {
  const get = async (below: string): Promise<Answer> => {
    const { status, body } = await probe({ path: `/2010-04-01/Accounts/${subject.accountSid}${below}.json` });
    return { status, fields: typeof body === 'object' && body !== null ? (body as Answer['fields']) : {} };
  };
  const [account, balance] = [await get(''), await get('/Balance')];
  const credentials = credentialsFinding(subject, account, balance);
  if (credentials.status === 'failed') return [{ check: 'credentials-at-twilio', ...credentials }];
  const trial = account.fields['type'] === 'Trial';
  return [
    { check: 'credentials-at-twilio', ...credentials },
    { check: 'account-type', ...typeFinding(account) },
    { check: 'balance', ...balanceFinding(balance) },
    {
      check: 'sender-at-twilio',
      ...(await senderFinding(subject.from, (below) => list(probe, subject, below))),
    },
    ...(trial ? [{ check: 'verified-numbers', ...(await verifiedFinding(probe, subject)) }] : []),
    ...(subject.elsewhere ? [] : await rules(subject)),
  ];
}

async function rules(subject: AccountSubject): Promise<readonly CheckResult[]> {
  return [
    { check: 'registration', ...(await registrationFinding(subject.from)) },
    { check: 'countries', ...(await countryFinding(subject)) },
  ];
}

/**
 * A standard API key may not read the account itself (20003, as for a wrong secret); that it may read the
 * balance tells the two apart.
 */
function credentialsFinding({ kind, accountSid }: AccountSubject, account: Answer, balance: Answer): Finding {
  if (account.status === 200 || (kind === 'api-key' && balance.status === 200))
    return ok(`Twilio knows ${accountSid}`);
  const { code, message } = (account.status === 401 && kind === 'api-key' ? balance : account).fields;
  if (account.status === 401) {
    const remedy =
      kind === 'api-key'
        ? "check the API key's SID and secret, and that it belongs to this account and region"
        : 'copy the auth token again: https://console.twilio.com (a region has a token of its own)';
    return failed(`Twilio refuses these credentials (${code ?? 401})`, remedy);
  }
  const words = typeof message === 'string' ? `: ${message}` : '';
  return failed(
    `Twilio answered ${account.status}${words}`,
    'check the account SID, the region, and https://status.twilio.com',
  );
}

function typeFinding({ status, fields }: Answer): Finding {
  if (status !== 200) return skipped('a standard API key may not ask whether this is a trial account');
  if (fields['status'] !== 'active') {
    return failed(
      `the account is ${String(fields['status'])}: nothing can be sent`,
      'https://console.twilio.com tells why',
    );
  }
  if (fields['type'] !== 'Trial') return ok('a full account');
  return warning(
    'a trial account: it reaches verified numbers only, and puts words of its own before each text and call',
    'verify the numbers you try with, or upgrade the account',
  );
}

// Below this a morning's reminders may stop half way.
const LITTLE_MONEY = 5;

function balanceFinding({ status, fields }: Answer): Finding {
  const balance = Number(fields['balance'] ?? Number.NaN);
  if (status !== 200 || Number.isNaN(balance)) return skipped('the balance could not be read');
  const shown = `${fields['balance']} ${fields['currency'] ?? 'USD'}`;
  const remedy = 'add funds: https://console.twilio.com/us1/billing';
  if (balance <= 0) return failed(`the balance is ${shown}: Twilio stops sending`, remedy);
  return balance < LITTLE_MONEY ? warning(`the balance is ${shown}`, remedy) : ok(shown);
}

type Listed = readonly Readonly<Record<string, unknown>>[] | undefined;

async function list(probe: Probe, { accountSid }: AccountSubject, below: string): Promise<Listed> {
  const { status, body } = await probe({ path: `/2010-04-01/Accounts/${accountSid}${below}` });
  const rows = Object.values((body ?? {}) as Record<string, unknown>).find(Array.isArray);
  return status === 200 ? (rows ?? []) : undefined;
}

async function senderFinding(
  from: string | undefined,
  ask: (below: string) => Promise<Listed>,
): Promise<Finding> {
  if (from === undefined) return skipped('no sender is set');
  if (!from.startsWith('+')) return skipped(`${from} is not a number; it is not looked up`);
  const rows = await ask(`/IncomingPhoneNumbers.json?PhoneNumber=${encodeURIComponent(from)}`);
  if (rows === undefined) return skipped("the account's numbers could not be listed");
  const number = rows.find((row) => row['phone_number'] === from);
  if (!number) {
    return failed(
      `${from} is not a number of this account`,
      'choose one of yours, or buy one: https://console.twilio.com/us1/develop/phone-numbers',
    );
  }
  const able = (number['capabilities'] ?? {}) as Readonly<Record<string, unknown>>;
  const missing = ['sms', 'voice'].filter((what) => able[what] === false);
  if (missing.length === 0) return ok(`${from} sends texts and calls`);
  const words = missing.map((what) => (what === 'sms' ? 'send texts' : 'call')).join(' or ');
  return warning(`${from} cannot ${words}`, 'use another number for that with --from');
}

async function verifiedFinding(probe: Probe, subject: AccountSubject): Promise<Finding> {
  const rows = await list(probe, subject, '/OutgoingCallerIds.json?PageSize=1000');
  if (rows === undefined) return skipped('the verified numbers could not be listed');
  const verified = new Set(rows.map((row) => row['phone_number']));
  const missing = subject.numbers.filter((number) => !verified.has(number));
  if (missing.length === 0) return ok('all your numbers are verified');
  return warning(`not verified, so a trial account cannot reach: ${missing.join(', ')}`, VERIFIED);
}

// Twilio blocks countries by account setting (21408 for texts, 21215 for calls); no request of API version
// 2010-04-01 shows the setting, so the trouble is foreseen where countries differ.
async function countryFinding({ from, numbers }: AccountSubject): Promise<Finding> {
  const home = from?.startsWith('+') ? await regionOf(from) : null;
  const regions = await Promise.all(numbers.map(regionOf));
  const abroad = [...new Set(regions)].filter((region) => region !== null && region !== home);
  if (home === null || abroad.length === 0) return ok('nobody listed is in another country than the sender');
  return warning(
    `${abroad.join(', ')} must be allowed in the account's geo permissions`,
    'https://console.twilio.com: Messaging > Settings > Geo permissions, and Voice > Settings > Geo permissions',
  );
}
