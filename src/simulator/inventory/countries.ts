// The countries with numbers for sale. All of the numbers are ones that no phone ever has.

import type { NumberCapabilities } from '../incoming-number.ts';
import { CANADIAN_PLACES, type Place, US_PLACES } from './north-america.ts';

export type NumberType = 'local' | 'toll_free' | 'mobile' | 'national';

/** Whose address Twilio wants to know before it sells the number. */
export type AddressRequirement = 'none' | 'any' | 'local' | 'foreign';

/** Numbers that begin alike: every ending of `digits` digits, or the number alone with 0 of them. */
export interface NumberRange {
  readonly prefix: string;
  readonly digits: number;
  readonly locality: string | null;
  /** United States and Canada. */
  readonly place: Place | null;
}

export interface NumberPlan {
  readonly ranges: readonly NumberRange[];
  readonly capabilities: NumberCapabilities;
  readonly address: AddressRequirement;
}

export interface Country {
  /** ISO 3166. */
  readonly code: string;
  readonly name: string;
  readonly plans: Readonly<Partial<Record<NumberType, NumberPlan>>>;
}

const VOICE: NumberCapabilities = { voice: true, sms: false, mms: false, fax: false };
const VOICE_AND_SMS: NumberCapabilities = { ...VOICE, sms: true };
const EVERYTHING: NumberCapabilities = { ...VOICE_AND_SMS, mms: true };

function hundreds(...prefixes: readonly (readonly [string, string | null])[]): readonly NumberRange[] {
  return prefixes.map(([prefix, locality]) => ({ prefix, digits: 2, locality, place: null }));
}

function each(prefix: string, endings: readonly string[]): readonly NumberRange[] {
  return endings.map((end) => ({ prefix: prefix + end, digits: 0, locality: null, place: null }));
}

function plan(
  ranges: readonly NumberRange[],
  capabilities: NumberCapabilities,
  address: AddressRequirement = 'none',
): NumberPlan {
  return { ranges, capabilities, address };
}

// The North American plan sets 555-0100 to 555-0199 of each area code aside for fiction.
function fiction(places: readonly Place[]): readonly NumberRange[] {
  return places.map((place) => ({
    prefix: `+1${place.areaCode}55501`,
    digits: 2,
    locality: place.locality,
    place,
  }));
}

// The plan sets aside no such toll-free numbers; but no number goes on with 0 or 1 after its area code, and Twilio's
// own description of its API shows (800) 100-0052 for sale.
const TOLL_FREE = plan(
  hundreds(
    ...['800', '833', '844', '855', '866', '877', '888'].map((code) => [`+1${code}10000`, null] as const),
  ),
  EVERYTHING,
);

// Numbers for drama: Ofcom's of the United Kingdom, ACMA's of Australia, the Bundesnetzagentur's of Germany and
// Arcep's of France.
export const COUNTRIES: readonly Country[] = [
  {
    code: 'US',
    name: 'United States',
    plans: { local: plan(fiction(US_PLACES), EVERYTHING), toll_free: TOLL_FREE },
  },
  {
    code: 'CA',
    name: 'Canada',
    plans: { local: plan(fiction(CANADIAN_PLACES), EVERYTHING), toll_free: TOLL_FREE },
  },
  {
    code: 'GB',
    name: 'United Kingdom',
    plans: {
      local: plan(
        hundreds(
          ['+4420794600', 'London'],
          ['+4412149600', 'Birmingham'],
          ['+4416149600', 'Manchester'],
          ['+4411349600', 'Leeds'],
          ['+4413149600', 'Edinburgh'],
          ['+4414149600', 'Glasgow'],
        ),
        VOICE,
      ),
      mobile: plan(hundreds(['+4477009000', null]), VOICE_AND_SMS),
      national: plan(hundreds(['+4430699900', null]), VOICE),
      toll_free: plan(hundreds(['+4480815700', null]), VOICE),
    },
  },
  {
    code: 'AU',
    name: 'Australia',
    plans: {
      local: plan(
        hundreds(
          ['+612555000', 'Sydney'],
          ['+613555000', 'Melbourne'],
          ['+617555000', 'Brisbane'],
          ['+618555000', 'Perth'],
        ),
        VOICE,
      ),
      mobile: plan(each('+61491570', ['006', '110', '156', '157', '158', '159']), EVERYTHING, 'any'),
      toll_free: plan(each('+611800', ['160401', '975707', '975708', '975709', '975710', '975711']), VOICE),
    },
  },
  {
    code: 'DE',
    name: 'Germany',
    plans: {
      local: plan(
        hundreds(
          ['+4930231250', 'Berlin'],
          ['+4940669690', 'Hamburg'],
          ['+4989999980', 'Munich'],
          ['+4969900090', 'Frankfurt'],
        ),
        VOICE,
        'local',
      ),
      mobile: plan(hundreds(['+4917139200', null]), VOICE_AND_SMS, 'any'),
    },
  },
  {
    code: 'FR',
    name: 'France',
    plans: {
      local: plan(
        hundreds(
          ['+331990000', 'Paris'],
          ['+332619100', 'Rennes'],
          ['+333530100', 'Strasbourg'],
          ['+334657100', 'Lyon'],
          ['+335364900', 'Toulouse'],
        ),
        VOICE,
        'local',
      ),
      mobile: plan(hundreds(['+336399800', null]), VOICE_AND_SMS, 'any'),
    },
  },
];
