// The people of a past: who was texted and called, and what their phones are good for.

import type { Random } from '../../core/clock.ts';
import { draw, pick, type Weighted } from './chance.ts';

export interface Recipient {
  readonly number: string;
  readonly first: string;
  readonly last: string;
  /** Which of the account's numbers knows this person. */
  readonly sender: string;
  readonly shop: string;
  readonly phone: 'mobile' | 'landline' | 'dead';
  /** Said STOP. */
  hasStopped: boolean;
}

// Area codes in use, with the numbers 555-0100 to 0199 that are set aside for fiction: these people are nobody.
const AREA_CODES = [
  201, 202, 203, 205, 206, 207, 208, 209, 210, 212, 213, 214, 215, 216, 217, 218, 219, 224, 225, 228, 229,
  231, 234, 239, 240, 248, 251, 252, 253, 254, 256, 260, 262, 267, 269, 270, 276, 281, 301, 302, 303, 304,
  305, 307, 308, 309, 310, 312, 313, 314, 315, 316, 317, 318, 319, 320, 321, 323, 325, 330,
];
const LINES = 100;
const FIRST = [
  'Ada',
  'Amir',
  'Anna',
  'Aoife',
  'Ben',
  'Bianca',
  'Carlos',
  'Cindy',
  'Dana',
  'David',
  'Elif',
  'Emma',
  'Farid',
  'Fiona',
  'Grace',
  'Hana',
  'Hugo',
  'Ines',
  'Ivan',
  'James',
  'Jamal',
  'Jo',
  'José',
  'Kate',
  'Keiko',
  'Lena',
  'Liam',
  'Łukasz',
  'Maria',
  'Mei',
  'Mohammed',
  'Nadia',
  'Noah',
  'Olga',
  'Omar',
  'Paula',
  'Priya',
  'Quinn',
  'Rosa',
  'Sam',
  'Sofia',
  'Søren',
  'Tom',
  'Uma',
  'Victor',
  'Wanda',
  'Yusuf',
  'Zoë',
];
const LAST = [
  'Abara',
  'Adler',
  'Baker',
  'Becker',
  'Brandt',
  'Castillo',
  'Chen',
  'Cooper',
  'Costa',
  'Diaz',
  'Dubois',
  'Evans',
  'Fischer',
  'Flores',
  'Garcia',
  'Gupta',
  'Haddad',
  'Hansen',
  'Hughes',
  'Ito',
  'Jensen',
  'Johnson',
  'Kaya',
  'Kim',
  'Kowalski',
  'Larsen',
  'Lee',
  'Lopez',
  'Meyer',
  'Miller',
  'Nguyen',
  'Novak',
  "O'Brien",
  'Okafor',
  'Patel',
  'Petrov',
  'Quist',
  'Reyes',
  'Rossi',
  'Sato',
  'Schmidt',
  'Silva',
  'Singh',
  'Smith',
  'Tanaka',
  'Tran',
  'Weber',
  'Young',
];
const SHOPS = ['Dr. Drill Dental', 'Lindgren Physio', 'Cut & Curl', 'Harbor Eye Care', 'Paws Vet Clinic'];
const PHONES: Weighted<Recipient['phone']> = [
  [975, 'mobile'],
  [12, 'landline'],
  [13, 'dead'],
];
/** Texts and calls for each person, until there are as many people as fictional numbers. */
const ROWS_EACH = 40;
const FEWEST = 12;

/** Some, in no order; none of them has one of the account's own numbers. */
export function makePeople(random: Random, rows: number, own: readonly string[]): Recipient[] {
  const count = Math.min(AREA_CODES.length * LINES, Math.max(FEWEST, Math.ceil(rows / ROWS_EACH)));
  const people: Recipient[] = [];
  for (let i = 0; i < count; i += 1) {
    const number = `+1${AREA_CODES[i % AREA_CODES.length]}555${String(LINES + Math.floor(i / AREA_CODES.length)).padStart(4, '0')}`;
    const person: Recipient = {
      number,
      first: pick(random, FIRST),
      last: pick(random, LAST),
      sender: pick(random, own),
      shop: pick(random, SHOPS),
      phone: draw(random, PHONES),
      hasStopped: false,
    };
    if (!own.includes(number)) people.push(person);
  }
  return people;
}
