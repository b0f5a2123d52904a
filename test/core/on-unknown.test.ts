import { expect, test } from 'vitest';
import { wishOnUnknown } from '../../src/core/on-unknown.ts';

test.each([
  ['a text', 'sms', 'normal', {}, 'resend'],
  ['a critical text', 'sms', 'critical', {}, 'resend'],
  ['a call', 'call', 'normal', {}, 'hold'],
  ['a critical call', 'call', 'critical', {}, 'resend'],
  ['the profile over the default', 'sms', 'normal', { profile: 'hold' }, 'hold'],
  ['the tenant over the profile', 'call', 'critical', { tenant: 'drop', profile: 'hold' }, 'drop'],
  [
    'the reminder over all',
    'call',
    'normal',
    { reminder: 'resend', tenant: 'drop', profile: 'hold' },
    'resend',
  ],
] as const)('%s', (_what, channel, priority, wishes, wish) => {
  const none = { reminder: null, tenant: null, profile: null };
  expect(wishOnUnknown({ ...none, ...wishes }, { channel, priority })).toBe(wish);
});
