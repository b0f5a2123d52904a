import { describe, expect, test } from 'vitest';
import { UsageError } from '../../src/core/errors.ts';
import { formatPhone, isE164, parsePhone, regionOf } from '../../src/core/phone.ts';

describe('parsePhone', () => {
  test.each([
    ['+12025550123', undefined, '+12025550123', 'US'],
    ['+1 (202) 555-0123', undefined, '+12025550123', 'US'],
    ['(202) 555-0123', 'US', '+12025550123', 'US'],
    ['1-202-555-0123', 'us', '+12025550123', 'US'],
    ['613.555.0123', 'US', '+16135550123', 'CA'],
    ['+44 (0)20 7946 0123', undefined, '+442079460123', 'GB'],
    ['020 7946 0123', 'GB', '+442079460123', 'GB'],
    ['00442079460123', 'DE', '+442079460123', 'GB'],
    ['0172/1234567', 'DE', '+491721234567', 'DE'],
    ['090-1234-5678', 'JP', '+819012345678', 'JP'],
    ['＋８１（９０）１２３４－５６７８', undefined, '+819012345678', 'JP'],
    ['\u202a+1\u00a0202 555\u20110123\u202c', undefined, '+12025550123', 'US'],
    ['02 1234567', 'IT', '+39021234567', 'IT'],
    ['+18005551234', undefined, '+18005551234', 'US'],
    // Twilio's magic numbers.
    ['+15005550006', undefined, '+15005550006', 'US'],
    ['+15005550001', undefined, '+15005550001', 'US'],
  ])('%s (region %s) is %s', async (text, region, e164, country) => {
    expect(await parsePhone(text, { region })).toEqual({ e164, region: country, note: null });
  });

  test.each([
    ['+447700900123', undefined, '+447700900123'],
    ['07700 900123', 'GB', '+447700900123'],
    ['+441632960123', undefined, '+441632960123'],
    ['+15551234567', undefined, '+15551234567'],
    ['+15550001111', undefined, '+15550001111'],
    ['(555) 123-4567', 'US', '+15551234567'],
    ['+33639980001', undefined, '+33639980001'],
  ])('%s, kept for fiction, passes with a note', async (text, region, e164) => {
    const phone = await parsePhone(text, { region });
    expect(phone.e164).toBe(e164);
    expect(phone.note).toContain('kept for fiction');
  });

  test('an unknown number of the right length passes with a note when it has its +, and not without', async () => {
    expect(await parsePhone('+442222222222')).toMatchObject({
      e164: '+442222222222',
      note: expect.stringMatching(/^\+44 [\d ]+ is not in use as far as is known$/),
    });
    await expect(parsePhone('022 2222 2222', { region: 'GB' })).rejects.toThrow('does not exist');
  });

  test.each([
    ['', undefined, 'is empty'],
    ['2025550123', undefined, 'has no country code'],
    ['00442079460123', undefined, 'has no country code'],
    ['555-1234', 'US', 'wrong length'],
    ['+1555123456', undefined, 'wrong length'],
    ['+155512345678', undefined, 'wrong length'],
    ['+4477009001234', undefined, 'wrong length'],
    ['12025550123', 'GB', 'wrong length'],
    ['+1 202 555 0123 / 0124', undefined, 'wrong length'],
    ['55520200000123', 'DE', 'wrong length: 16 digits'],
    ['+999123456789', undefined, 'a country code that no country has'],
    ['+11234567890', undefined, 'does not exist in the numbering plan'],
    ['+12021234567', undefined, 'does not exist in the numbering plan'],
    ['911', 'US', 'short code'],
    ['112', 'GB', 'short code'],
    ['12345', 'US', 'short code'],
    ['+1911', undefined, 'short code'],
    ['+19005551234', undefined, 'premium-rate'],
    ['1-900-555-1234', 'US', 'premium-rate'],
    ['+12129761234', undefined, 'premium-rate'],
    ['+449098790000', undefined, 'premium-rate'],
    ['0909 879 0000', 'GB', 'premium-rate'],
    ['+449001234567', undefined, 'premium-rate'],
    ['+448712345678', undefined, 'premium-rate'],
    ['+33891234567', undefined, 'premium-rate'],
    ['+4990012345678', undefined, 'premium-rate'],
    ['1900 654 321', 'AU', 'premium-rate'],
    ['0990 123456', 'JP', 'premium-rate'],
    ['+979123456789', undefined, 'premium-rate'],
    ['+80812345678', undefined, 'shared-cost'],
    ['+881612345678', undefined, 'satellite'],
    ['+1 202 555 0123 ext 5', undefined, 'has an extension'],
    ['+12025550123x5', undefined, 'has an extension'],
    ['+12025550123,5', undefined, 'has an extension'],
    ['1-800-FLOWERS', 'US', 'is not a phone number'],
    ['cindy', 'US', 'is not a phone number'],
    ['++12025550123', undefined, 'is not a phone number'],
    ['+1+2025550123', undefined, 'is not a phone number'],
    ['tel:+12025550123', undefined, 'is not a phone number'],
    ['+12025550123\u0000', undefined, 'is not a phone number'],
    ['whatsapp:+12025550123', undefined, 'is not a phone number'],
    ['2025550123', 'XX', 'is not a country code'],
  ])('"%s" (region %s) is refused: %s', async (text, region, message) => {
    const refused = parsePhone(text, { region });
    await expect(refused).rejects.toThrow(UsageError);
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toHaveProperty('hint', expect.any(String));
  });

  test('hints say how to mend it', async () => {
    await expect(parsePhone('00442079460123')).rejects.toHaveProperty(
      'hint',
      'write + in place of 00: +442079460123',
    );
    await expect(parsePhone('020 7946 0123', { region: 'UK' })).rejects.toHaveProperty(
      'hint',
      'the code of Britain is GB',
    );
  });
});

test.each([
  ['+12025550123', true],
  ['+819012345678', true],
  ['12025550123', false],
  ['+1 202 555 0123', false],
  ['+02025550123', false],
  ['+123456', false],
  ['+1234567890123456', false],
  ['+12025550123\n', false],
])('%j is E.164: %s', (text, expected) => {
  expect(isE164(text)).toBe(expected);
});

test('numbers are shown to people with spaces', async () => {
  expect(await formatPhone('+12025550123')).toBe('+1 202 555 0123');
  expect(await formatPhone('+819012345678')).toBe('+81 90 1234 5678');
  expect(await formatPhone('MG0123')).toBe('MG0123');
});

test('the region of a number is its country, or none when it is shared', async () => {
  expect(await regionOf('+16135550123')).toBe('CA');
  expect(await regionOf('+15551234567')).toBeNull();
});
