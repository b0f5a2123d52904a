import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { insertIntent } from '../../src/store/intents.ts';
import { tempDb, tempFolder } from '../store/temp-db.ts';
import { billable } from './ledger.ts';
import { sum } from './run-ledger.ts';

it('finds what was asked of a real account, and not what never left or was a simulator’s', async () => {
  const home = tempFolder();
  mkdirSync(join(home, 'db'));
  expect(billable(home)).toEqual([]);
  const db = await tempDb(join(home, 'db', 'default.db'));
  const draft = { purpose: 'send', tenantId: 1, reminderId: null, attempt: 1, from: '+15005550006' } as const;
  const rest = { targetSid: null, params: {}, expiresAt: null };
  const terms = { accountSid: 'AC1', workerId: 'w', now: 1, leaseUntil: 2, contentKey: null } as const;
  const write = (mode: 'own' | 'simulator', to: string) =>
    insertIntent(db, { ...draft, ...rest, kind: 'call', to }, { ...terms, mode });
  await write('simulator', '+12025550101');
  await write('own', '+12025550102');
  const unsent = await write('own', '+12025550103');
  await db.run(`update intent set outcome = 'not-sent' where id = ?`, [unsent]);
  const call = { kind: 'call', mode: 'own', to: '+12025550102', outcome: 'pending' };
  expect(billable(home)).toEqual([call]);
  // Three hundred numbers were once bought by a test that was green: what was bought, or given up, is in the ledger.
  const number = { ...draft, ...rest, kind: 'number', purpose: 'purchase', from: '' } as const;
  await insertIntent(db, { ...number, to: '+12025550104' }, { ...terms, mode: 'simulator' });
  await db.run(`update intent set outcome = 'rejected' where to_number = '+12025550104'`);
  await insertIntent(db, { ...number, to: '+12025550105' }, { ...terms, mode: 'own' });
  const release = { ...number, to: '+12025550106', targetSid: 'PN1', method: 'DELETE' } as const;
  await insertIntent(db, release, { ...terms, mode: 'own' });
  expect(billable(home)).toEqual([
    call,
    { kind: 'number', mode: 'own', to: '+12025550105', outcome: 'pending' },
    { kind: 'number', mode: 'own', to: '+12025550106', outcome: 'pending' },
  ]);
});

it('ends a run with one line, or with everything that was spent and by whom', () => {
  expect(sum(3, [])).toBe('Ledger: nothing billable outside the simulator, in 3 homes.');
  const billed = [{ kind: 'number', mode: 'own', to: '+12025550105', outcome: 'unknown' }];
  expect(sum(3, [{ test: 'signs a customer up', billed }])).toBe(
    'Ledger: 1 BILLABLE outside the simulator:\n  number +12025550105 (own, unknown) by "signs a customer up"',
  );
});
