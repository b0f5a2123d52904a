// What the formats of Twilio's description stand for, in answers and, where it differs, in requests.

const MONTHS = 'Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec';
const RFC_2822 = new RegExp(
  `^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \\d{2} (?:${MONTHS}) \\d{4} \\d{2}:\\d{2}:\\d{2} \\+0000$`,
);

// Written out again by the runtime, so that 31 February or a wrong weekday does not pass.
function isRfc2822(text: string): boolean {
  if (!RFC_2822.test(text)) return false;
  return new Date(text).toUTCString() === text.replace('+0000', 'GMT');
}

function isInstant(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,6})?Z$/.test(text)) return false;
  const instant = Date.parse(text);
  return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(text.slice(0, 19));
}

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && isInstant(`${text}T00:00:00Z`);
}

// Twilio's lists link host-relative in v2010 and absolute in v1.
function isUri(text: string): boolean {
  return /^(?:\/|https?:\/\/)\S+$/.test(text) && URL.canParse(text, 'http://localhost');
}

type Check = (text: string) => boolean;

// Not here, because they are no strings: int64, uri-map, phone-number-capabilities, ice-server.
const IN_ANSWERS: Readonly<Record<string, Check>> = {
  'date-time-rfc-2822': isRfc2822,
  'date-time': isInstant,
  date: isDay,
  uri: isUri,
  // National in the friendly name of a number for sale: (808) 925-1571.
  'phone-number': (text) => /^(?:\+[1-9]\d{5,14}|\(\d{3}\) \d{3}-\d{4})$/.test(text),
  'http-method': (text) => text === 'GET' || text === 'POST',
  // Usage records have it in small letters.
  currency: (text) => /^(?:[A-Z]{3}|[a-z]{3})$/.test(text),
  'iso-country-code': (text) => /^[A-Z]{2}$/.test(text),
};

// A number, a part of one with * where a filter takes any, an address of another channel, or a name as sender.
const ADDRESS =
  /^(?:\+?[\d*() .-]{2,}|(?:client|sip|sim|whatsapp|messenger|rcs):\S+|[A-Za-z0-9][\w &.-]{0,10})$/;

const IN_REQUESTS: Readonly<Record<string, Check>> = {
  ...IN_ANSWERS,
  // Filters take a day where they take an instant; so says Twilio's own text beside each of them.
  'date-time': (text) => isInstant(text) || isDay(text),
  // Usage counts days back: -30days.
  date: (text) => isDay(text) || isInstant(text) || /^[-+]\d+days?$/.test(text),
  // An empty one clears what was set.
  uri: (text) => text === '' || /^https?:\/\/\S+$/.test(text),
  'phone-number': (text) => ADDRESS.test(text),
  endpoint: (text) => ADDRESS.test(text),
  // Whatever it says: Twilio finds out when the call is answered.
  twiml: (text) => text !== '',
};

/** Whether a text has a format. Throws for a format that nobody has thought of. */
export function hasFormat(format: string, text: string, place: 'answer' | 'request'): boolean {
  const check = (place === 'answer' ? IN_ANSWERS : IN_REQUESTS)[format];
  if (check === undefined) throw new Error(`no rule for the format ${format}`);
  return check(text);
}
