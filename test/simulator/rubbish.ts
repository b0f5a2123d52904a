// Requests that nobody should send: Twilio's own operations, bent more or less out of shape. Seeded, so that one that
// was badly taken can be sent again.

import type { Random } from '../../src/core/clock.ts';
import { OPERATIONS, type Operation, resolve, type Schema } from '../twilio-spec/document.ts';

export interface RubbishRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface RubbishAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
}

const METHODS = ['GET', 'POST', 'POST', 'DELETE', 'PUT', 'PATCH', 'HEAD', 'OPTIONS'];
const ENDINGS = ['', '.xml', '.json/', '.json.json', '/', '.wav', '.mp3', '%00', '.JSON'];
const PIECES = [
  'x',
  '%00',
  '..',
  '%2e%2e',
  '%',
  '%zz',
  '%f0%9f%98%8a',
  '',
  '*',
  '{Sid}',
  '-1',
  'null',
  'y'.repeat(5_000),
];
const KEYS = [
  '',
  '__proto__',
  'constructor',
  'a[b][c]',
  'To[]',
  'toString',
  'Sid',
  '\u0000',
  '😊',
  'Page',
  'PageToken',
];
const NUMBERS = [
  '+15005550006',
  '+12025550142',
  '+14155550123',
  '+15005550001',
  '+15005550009',
  '4155550123',
  '+44',
  '911',
];
const DATES = [
  '2026-01-01',
  '2026-02-31',
  '2026-01-01T12:10:00Z',
  '2026-01-03T12:00:00+02:00',
  'yesterday',
  '0',
  '99999-01-01',
];
// Nobody listens on port 9: a webhook fails at once.
const URLS = [
  'http://127.0.0.1:9/hook',
  'http://localhost:9/?a=b#rc=9',
  'https://127.0.0.1:9/',
  'http://example.com/',
  'ftp://127.0.0.1/',
  'http://[',
  '//',
  `http://127.0.0.1:9/${'z'.repeat(5_000)}`,
];
const TWIML = [
  '<Response><Say>Hello</Say></Response>',
  '<Response><Gather numDigits="1"><Say loop="2">Press 1</Say></Gather><Redirect/></Response>',
  '<Response><Gather action="http://127.0.0.1:9/" timeout="-1" finishOnKey="##"><Say/></Gather></Response>',
  '<Response><Dial timeout="x" action=":"><Number>+14155550123</Number><Conference>r</Conference></Dial></Response>',
  '<Response><Dial><Conference startConferenceOnEnter="maybe" maxParticipants="-5"/></Dial></Response>',
  '<Response><Enqueue waitUrl="">q</Enqueue></Response>',
  '<Response><Record maxLength="0" transcribe="true" recordingStatusCallback="http://["/></Response>',
  '<Response><Play loop="0">http://127.0.0.1:9/a.mp3</Play><Pause length="1e99"/></Response>',
  '<Response><Redirect>http://127.0.0.1:9/</Redirect></Response>',
  '<Response><Say>&nbsp;&#0;</Say></Response>',
  '<Response><Say>unclosed',
  '<Response/><Response/>',
  '<!DOCTYPE r [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><Response><Say>&c;</Say></Response>',
  '<Response><Verb xmlns:x="y" x:z=""/><Hangup/></Response>',
  '<?xml version="1.0" encoding="UTF-16"?><Response/>',
  `<Response>${'<Say>a</Say>'.repeat(300)}</Response>`,
  `${'<Response>'.repeat(400)}`,
  ']]>',
];
const HALF = '\ud800';
const TEXTS = [
  '',
  'hello',
  '-1',
  '1e9',
  'NaN',
  '%',
  '\u0000',
  '[object Object]',
  'true',
  '😊'.repeat(90),
  'STOP',
  HALF,
  'x'.repeat(1_601),
  "'; drop table row; --",
  '<script>',
  '{"a":',
];
const TYPES = [
  'application/x-www-form-urlencoded; charset=utf-8',
  'application/json',
  'text/xml',
  'multipart/form-data; boundary=x',
  'x',
  ';;',
  'application/x-www-form-urlencoded;',
  'text/plain; charset=\u00ff',
];
const BODIES = [
  '{"To":"+14155550123"}',
  '[]',
  'null',
  '&&&=&=&',
  'a=%zz&b=%',
  '\u0000\u0001',
  '--x\r\n\r\n--x--',
  '+'.repeat(200),
];
/** What stands below a word of a path. */
const PREFIXES: Readonly<Record<string, string>> = {
  Alerts: 'NO',
  Applications: 'AP',
  Calls: 'CA',
  Conferences: 'CF',
  Events: 'AE',
  IncomingPhoneNumbers: 'PN',
  Keys: 'SK',
  Media: 'ME',
  Members: 'CA',
  Messages: 'SM',
  Notifications: 'NO',
  OutgoingCallerIds: 'PN',
  Participants: 'CA',
  Queues: 'QU',
  Recordings: 'RE',
  Transcriptions: 'TR',
  Triggers: 'UT',
};
/** What the simulator serves, or most of it: elsewhere everything is a 404. */
const SERVED = OPERATIONS.filter(({ template }) => {
  const [, top = ''] = /^(?:\/v1|\/2010-04-01\/Accounts\/\{\w+\})\/(\w+)/.exec(template) ?? [];
  const [, last = ''] = /(\w+)(?:\/\{\w+\})?(?:\.json)?$/.exec(template) ?? [];
  return top in PREFIXES ? last in PREFIXES : ['Balance', 'AvailablePhoneNumbers', 'Usage'].includes(top);
});
/** Without them there is little to ask about. */
const CREATES = SERVED.filter(({ id }) => /^(Create|New)/.test(id));
/** These end the account that everything is asked of. */
const DEADLY = ['closed', 'suspended'];

export interface Target {
  readonly accountSid: string;
  readonly authToken: string;
}

export class Rubbish {
  readonly #random: Random;
  readonly #target: Target;
  /** What there is: a request about something is rarer than it should be when all names are made up. */
  readonly #known: string[] = [];
  /** The request being made is meant well, mostly. */
  #isSane = false;

  constructor(random: Random, target: Target) {
    this.#random = random;
    this.#target = target;
  }

  next(): RubbishRequest {
    const operation = this.#pick(this.#chance(0.25) ? CREATES : this.#chance(0.9) ? SERVED : OPERATIONS);
    this.#isSane = this.#chance(0.5);
    const method = this.#isSane || this.#chance(0.7) ? operation.method : this.#pick(METHODS);
    const query = this.#chance(0.6) ? `?${this.#form(operation, operation.parameters)}` : '';
    const form = Object.entries(operation.form?.schema.properties ?? {});
    const fields = form.map(([name, schema]) => ({ name, schema, in: 'form' }));
    const hasBody = method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS';
    return {
      method,
      path: this.#path(operation.template) + query,
      headers: { authorization: this.#authorization(), 'content-type': this.#type() },
      body: hasBody ? this.#body(operation, fields) : '',
    };
  }

  /** Remembers the SIDs that an answer names. */
  learn(text: string): void {
    for (const [sid] of text.slice(0, 5_000).matchAll(/\b[A-Z]{2}[0-9a-f]{32}\b/g)) {
      if (sid === this.#target.accountSid) continue;
      this.#known[this.#known.length < 200 ? this.#known.length : this.#index(200)] = sid;
    }
  }

  #path(template: string): string {
    const filled = template.replace(
      /(\w+)\/\{(\w+)\}/g,
      (_, word: string, name: string) => `${word}/${this.#name(name, PREFIXES[word])}`,
    );
    const path = filled.replace(/^\/2010-04-01\/Accounts\/[^/.]+/, (start) =>
      this.#chance(0.95) ? `/2010-04-01/Accounts/${this.#target.accountSid}` : start,
    );
    return this.#isSane || this.#chance(0.9) ? path : path.replace(/\.json$/, '') + this.#pick(ENDINGS);
  }

  #name(name: string, prefix?: string): string {
    const luck = this.#random.next();
    const fitting = prefix === undefined ? [] : this.#known.filter((sid) => sid.startsWith(prefix));
    if (fitting.length > 0 && (this.#isSane || luck < 0.6)) return this.#pick(fitting);
    if (name === 'CountryCode' && luck < 0.8) return this.#pick(['US', 'GB', 'us', 'ZZ']);
    if (luck < 0.5 && this.#known.length > 0) return this.#pick(this.#known);
    if (luck < 0.8)
      return this.#pick(['SM', 'CA', 'RE', 'PN', 'AC', 'NO', 'CF', 'SK', 'ME']) + this.#random.hex(16);
    return this.#pick(PIECES);
  }

  #authorization(): string {
    const { accountSid, authToken } = this.#target;
    const basic = (login: string) => `Basic ${Buffer.from(login).toString('base64')}`;
    if (this.#isSane || this.#chance(0.9)) return basic(`${accountSid}:${authToken}`);
    return this.#pick([
      '',
      'Basic',
      'Basic %%%',
      'Bearer x',
      basic(''),
      basic(`${accountSid}:x`),
      basic(':'.repeat(500)),
    ]);
  }

  #type(): string {
    return this.#isSane || this.#chance(0.8) ? 'application/x-www-form-urlencoded' : this.#pick(TYPES);
  }

  #body(operation: Operation, fields: readonly Field[]): string {
    // A megabyte, now and then.
    if (this.#chance(0.002)) return `Body=${'x'.repeat(1_000_000)}&To=%2B14155550123`;
    if (!this.#isSane && this.#chance(0.05)) return this.#pick(BODIES);
    return this.#form(operation, fields);
  }

  #form(operation: Operation, fields: readonly Field[]): string {
    const pairs: string[] = [];
    const required = operation.form?.schema.required ?? [];
    for (const { name, schema } of fields) {
      if (!this.#chance(required.includes(name) ? 0.95 : this.#isSane ? 0.1 : 0.25)) continue;
      const times = !this.#isSane && this.#chance(0.05) ? this.#index(12) : 1;
      for (let i = 0; i < times; i += 1) pairs.push(`${encode(name)}=${encode(this.#value(name, schema))}`);
    }
    if (this.#chance(0.1)) pairs.push(`${encode(this.#pick(KEYS))}=${encode(this.#pick(TEXTS))}`);
    // A message or a call needs more than its one required parameter.
    if (/^Create(Message|Call)$/.test(operation.id) && this.#chance(0.5))
      pairs.unshift(
        'From=%2B15005550006',
        'To=%2B14155550123',
        `Twiml=${encode(this.#pick(TWIML))}`,
        'Body=hi',
      );
    return pairs.join('&');
  }

  #value(name: string, given: Schema): string {
    if (this.#chance(this.#isSane ? 0.02 : 0.3)) return this.#pick(TEXTS);
    const { schema } = resolve(given, name);
    const of = schema.type === 'array' ? resolve(schema.items ?? {}, name).schema : schema;
    if (of.enum) return this.#pick(of.enum.filter((value) => !DEADLY.includes(value)).concat('x'));
    if (of.type === 'boolean') return this.#pick(['true', 'false', 'yes']);
    if (of.type === 'integer' || of.type === 'number')
      return this.#pick(['0', '1', '5', '60', '1000', '5000', '-1', '1.5']);
    if (/Twiml/.test(name)) return this.#pick(TWIML);
    if (/Url|Callback/.test(name) || of.format === 'uri') return this.#pick(URLS);
    if (/^(To|From|PhoneNumber|CallerId)$/.test(name)) return this.#pick(NUMBERS);
    if (/Date|Time|SendAt/.test(name)) return this.#pick(DATES);
    if (/Sid/.test(name)) return this.#name(name);
    return this.#pick(TEXTS.concat(NUMBERS, DATES));
  }

  #chance(probability: number): boolean {
    return this.#random.next() < probability;
  }

  #index(count: number): number {
    return Math.floor(this.#random.next() * count);
  }

  #pick<T>(items: readonly T[]): T {
    return items[this.#index(items.length)] as T;
  }
}

interface Field {
  readonly name: string;
  readonly schema: Schema;
}

function encode(text: string): string {
  // Half a surrogate pair, as bytes that are no UTF-8.
  return text === HALF ? '%ED%A0%80' : encodeURIComponent(text);
}

/** What is wrong with an answer; undefined when it is of Twilio's kind. */
export function complaint(
  { method }: RubbishRequest,
  { status, contentType, text }: RubbishAnswer,
): string | undefined {
  if (status >= 500) return `a ${status}`;
  if (method === 'HEAD') return text === '' ? undefined : 'a body where there can be none';
  if (method === 'OPTIONS' && status === 200) return undefined;
  if (status === 204 || status === 307) return text === '' ? undefined : `a ${status} with a body`;
  if (status < 300 && /^(audio|image)\//.test(contentType)) return undefined;
  if (!contentType.startsWith('application/json')) return `a ${status} of type ${contentType || 'nothing'}`;
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return `a ${status} that is no JSON`;
  }
  if (typeof body !== 'object' || body === null) return `a ${status} that is no object`;
  if (status < 400) return undefined;
  const { code, message, more_info: more, status: said } = body as Record<string, unknown>;
  const isOfTwilio =
    typeof code === 'number' && typeof message === 'string' && message !== '' && said === status;
  return isOfTwilio && String(more).endsWith(String(code)) ? undefined : `a ${status} that is not Twilio's`;
}
