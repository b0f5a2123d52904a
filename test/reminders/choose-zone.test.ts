import { describe, expect, it } from 'vitest';
import { chooseZone } from '../../src/reminders/choose-zone.ts';

const NOBODY = { row: undefined, contact: null, tenant: null, profile: undefined };

describe('whose zone counts', () => {
  it.each([
    [
      'the row’s',
      { row: 'Asia/Tokyo', contact: 'Europe/Berlin', tenant: 'UTC', profile: 'America/New_York' },
      'Asia/Tokyo',
    ],
    [
      'the contact’s',
      { ...NOBODY, contact: 'Europe/Berlin', tenant: 'UTC', profile: 'America/New_York' },
      'Europe/Berlin',
    ],
    ['the tenant’s', { ...NOBODY, tenant: 'Asia/Kathmandu', profile: 'America/New_York' }, 'Asia/Kathmandu'],
    ['the profile’s, in its usual spelling', { ...NOBODY, profile: 'america/new_york' }, 'America/New_York'],
  ])('%s', (_whose, sources, zone) => {
    expect(chooseZone(sources)).toBe(zone);
  });

  it('is an error when nobody names one, never the machine’s', () => {
    expect(() => chooseZone(NOBODY)).toThrow('no time zone is known');
  });

  it('says where a profile’s zone that is none comes from', () => {
    expect(() => chooseZone({ ...NOBODY, profile: 'Mars/Olympus' })).toThrow(/REMIND_TZ.*Mars\/Olympus/);
  });
});
