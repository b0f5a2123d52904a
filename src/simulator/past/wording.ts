// What an office writes, and what people write back.

import type { Random } from '../../core/clock.ts';
import { DAY_MS } from '../dates.ts';
import { draw, pick, type Weighted } from './chance.ts';
import type { Recipient } from './people.ts';

/** What a text asks for: it decides what comes back. */
export type Ask = 'confirm' | 'choose' | 'rating' | 'nothing';

export interface Wording {
  readonly ask: Ask;
  readonly text: (person: Recipient, when: string) => string;
}

const OUTBOUND: Weighted<Wording> = [
  [
    30,
    {
      ask: 'confirm',
      text: ({ first, shop }, when) =>
        `Hi ${first}, this is ${shop}. You have an appointment on ${when}. Reply C to confirm.`,
    },
  ],
  [
    22,
    {
      ask: 'choose',
      text: ({ first, last, shop }, when) =>
        `Reminder for ${first} ${last}: ${when} at ${shop}. Reply 1 to confirm, 2 to be called back.`,
    },
  ],
  [12, { ask: 'nothing', text: ({ first, shop }, when) => `${shop}: see you ${when}, ${first}.` }],
  [
    14,
    {
      ask: 'nothing',
      text: ({ first, shop }, when) =>
        `Thank you, ${first}. Your appointment with ${shop} is booked: ${when}. You can move it up to 24 hours before.`,
    },
  ],
  [
    6,
    {
      ask: 'rating',
      text: ({ first, shop }) => `Thanks for coming in, ${first}. How was ${shop} today? Reply 1 to 5.`,
    },
  ],
  [
    5,
    {
      ask: 'nothing',
      text: ({ first, shop }, when) => `${first}, we look forward to seeing you ${when} 😊 ${shop}`,
    },
  ],
  [
    5,
    {
      ask: 'confirm',
      text: ({ first, shop }, when) =>
        `Dear ${first}, before your visit to ${shop} on ${when}: please do not eat for four hours, bring your insurance card and a list of the medicine you take, and leave jewelry at home. Somebody should drive you back. If you have had a fever or a cough this week, call us first. Reply C if you are coming. Reply STOP to end these texts.`,
    },
  ],
  [
    4,
    {
      ask: 'nothing',
      text: ({ first, shop }, when) =>
        `${first}, ${shop} has to move your appointment of ${when}, we are sorry. Please call us for a new one.`,
    },
  ],
  [
    2,
    {
      ask: 'confirm',
      text: ({ first, shop }, when) => `${first} — “${shop}” expects you ${when}. C = I’ll be there`,
    },
  ],
];

const REPLIES: Readonly<Record<Ask, Weighted<string>>> = {
  confirm: [
    [70, 'C'],
    [8, 'c'],
    [5, 'Confirm'],
    [4, 'C 👍'],
    [4, 'Can we make it an hour later?'],
    [3, 'Who is this?'],
    [0.4, 'STOP'],
  ],
  choose: [
    [66, '1'],
    [14, '2'],
    [5, 'Yes I will be there'],
    [4, 'Ok, danke schön!'],
    [3, 'running 10 min late'],
    [0.4, 'Stop'],
  ],
  rating: [
    [40, '5'],
    [22, '4'],
    [8, '3'],
    [4, '1'],
    [6, 'Very friendly, but I waited for 40 minutes. The parking lot is too small as well.'],
    [0.5, 'stop'],
  ],
  nothing: [
    [30, 'Thanks!'],
    [20, 'ok'],
    [15, 'Thank you, see you then'],
    [10, 'ありがとう 🙏'],
    [10, 'I need to cancel, my son is sick. Could somebody call me please?'],
    [0.6, 'STOP'],
  ],
};

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const HOURS = [
  '8:00',
  '8:30',
  '9:15',
  '10:00',
  '10:45',
  '11:30',
  '1:15 pm',
  '2:00 pm',
  '3:45 pm',
  '4:30 pm',
  '5:00 pm',
];

export function writeText(
  random: Random,
  person: Recipient,
  at: number,
): { readonly ask: Ask; readonly body: string } {
  const { ask, text } = draw(random, OUTBOUND);
  const day = new Date(at + Math.ceil(random.next() * 3) * DAY_MS);
  const when = `${DAYS[day.getUTCDay()]}, ${MONTHS[day.getUTCMonth()]} ${day.getUTCDate()} at ${pick(random, HOURS)}`;
  return { ask, body: text(person, when) };
}

export function writeReply(random: Random, ask: Ask): string {
  return draw(random, REPLIES[ask]);
}
