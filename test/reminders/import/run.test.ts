import { describe, expect, it } from 'vitest';
import { runImport } from '../../../src/reminders/import/run.ts';
import { undoImport } from '../../../src/reminders/import/undo.ts';
import { contactByName, insertContact } from '../../../src/store/contacts.ts';
import { eventsOfReminder } from '../../../src/store/events.ts';
import { moveReminder } from '../../../src/store/reminders.ts';
import { insertTenant } from '../../../src/store/tenants.ts';
import { csv, HOOKS, importWorld, requestOf, type World } from './world.ts';

const HEAD = 'id,to,name,for,before';
const ANN = 'a,+12025550101,Ann,2026-11-25T14:30,"1d,2h"';
const BOB = 'b,+12025550102,Bob,2026-11-26T09:00,1d';

const counts = ({ summary }: Awaited<ReturnType<World['run']>>) => {
  const { rows, new: fresh, moved, same, bad, gone } = summary;
  return { rows, new: fresh, moved, same, bad, gone };
};

describe('an import', () => {
  it('makes appointments, reminders and contacts of its rows', async () => {
    const world = await importWorld();
    const outcome = await world.run(csv(HEAD, ANN, BOB));
    expect(outcome.result).toBe('applied');
    expect(outcome.summary).toMatchObject({ id: 1, new: 2, contacts: 2, texts: 3, calls: 0, segments: 3 });
    expect(await world.sketch()).toEqual([
      'sms +12025550101 2026-11-24T14:30:00 scheduled',
      'sms +12025550102 2026-11-25T09:00:00 scheduled',
      'sms +12025550101 2026-11-25T12:30:00 scheduled',
    ]);
    const [first] = await world.reminders();
    expect(first).toMatchObject({
      body: 'Hi Ann, see you Wednesday, November 25 at 2:30 PM.',
      zone: 'America/New_York',
      importId: 1,
      contactId: (await contactByName(world.db, 1, 'ann'))?.id,
    });
  });

  it('makes reminders of no appointment of rows with an instant', async () => {
    const world = await importWorld();
    await world.run(csv('to,at,via,body', '+12025550101,2026-11-24 10:00,both,Bring the "blue" form'));
    expect(await world.sketch()).toEqual([
      'sms +12025550101 2026-11-24T10:00:00 scheduled',
      'call +12025550101 2026-11-24T10:00:00 scheduled',
    ]);
    expect((await world.reminders())[0]).toMatchObject({
      appointmentId: null,
      body: 'Bring the "blue" form',
    });
  });

  it.each([
    ['the row', 'Asia/Tokyo', '2026-11-23T23:30:00Z'],
    ['the contact', '', '2026-11-24T07:30:00Z'],
  ])('reads times in the zone of %s', async (_, tz, instant) => {
    const world = await importWorld();
    const ann = {
      tenantId: 1,
      name: 'Ann',
      phone: '+12025550101',
      zone: 'Europe/Berlin',
      email: null,
      note: null,
    };
    await world.db.tx((sql) => insertContact(sql, ann, 0));
    await world.run(csv('to,name,at,tz,body', `+12025550101,Ann,2026-11-24T08:30,${tz},hi`));
    expect((await world.reminders())[0]?.dueAt).toBe(Date.parse(instant));
  });

  it('stores nothing when one row is bad, and names all that are', async () => {
    const world = await importWorld();
    const text = csv(HEAD, ANN, 'b,12,Bob,yesterday 9:00,1d', 'c,+12025550103,Cid,2026-02-30T09:00,1d');
    const outcome = await world.run(text);
    expect(outcome.result).toBe('refused');
    expect(outcome.summary.badRows.map(({ line }) => line)).toEqual([3, 4]);
    expect(outcome.summary.badRows[1]?.reasons[0]).toContain('2026-02-30');
    expect(await world.reminders()).toEqual([]);
    expect(await world.db.all('select * from import')).toEqual([]);
    expect(await world.db.all('select * from import_row')).toEqual([]);
  });

  it('skips bad rows when told to, and gives them back to be mended', async () => {
    const world = await importWorld();
    const text = csv(`${HEAD},note`, `${ANN},x`, 'b,12,"Bob, Jr.",2026-11-26T09:00,1d,=1+1');
    const outcome = await world.run(text, { skipBad: true });
    expect(outcome.result).toBe('applied');
    expect(counts(outcome)).toMatchObject({ new: 1, bad: 1 });
    const [rejects = ''] = world.rejects;
    const [head, row] = rejects.split('\r\n');
    expect(head).toBe('id,to,name,for,before,note,reject_line,reject_reason');
    expect(row).toMatch(/^b,12,"Bob, Jr\.",2026-11-26T09:00,1d,=1\+1,3,/);
    const mended = rejects.replace('b,12,', 'b,+12025550102,');
    expect(counts(await world.run(mended))).toMatchObject({ new: 1, bad: 0 });
    expect(await world.reminders()).toHaveLength(3);
  });

  it('gives bad NDJSON rows back as NDJSON, unreadable ones as their text', async () => {
    const world = await importWorld();
    const rows = [
      '{"to":"+12025550101","at":"2026-11-24T10:00","body":"hi"}',
      '{"to":"12","at":"2026-11-24T10:00"}',
      '{oops',
    ];
    await world.run(rows.join('\n'), { format: 'ndjson', skipBad: true });
    const given = (world.rejects[0] ?? '')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(given).toEqual([
      {
        to: '12',
        at: '2026-11-24T10:00',
        reject_line: 2,
        reject_reason: expect.stringContaining('too short'),
      },
      { raw: '{oops', reject_line: 3, reject_reason: 'the line is not JSON' },
    ]);
  });

  it('takes columns with hostile names for what they are: names', async () => {
    const world = await importWorld();
    const text = csv(
      'to,at,__proto__,constructor,body',
      '+12025550101,2026-11-24T10:00,a,b,"{{__proto__}} {{constructor}} {{to}}"',
    );
    const { summary } = await world.run(text);
    expect(summary.badRows[0]?.reasons[0]).toContain('nothing is known to put in for {{to}}');
    await world.run(text.replace(' {{to}}', ''));
    expect((await world.reminders())[0]?.body).toBe('a b');
  });

  it('puts names in literally, whatever they hold', async () => {
    const world = await importWorld();
    await world.run(csv('to,name,at,body', '+12025550101,{{time}} $& =1+1,2026-11-24T10:00,Hi {{name}}'));
    expect((await world.reminders())[0]?.body).toBe('Hi {{time}} $& =1+1');
  });

  it('checks all and writes nothing in a dry run', async () => {
    const world = await importWorld();
    const outcome = await world.run(csv(HEAD, ANN, BOB), { dryRun: true });
    expect(outcome).toMatchObject({
      result: 'dry-run',
      summary: { id: null, new: 2, contacts: 2, texts: 3 },
    });
    expect(await world.db.all('select * from import')).toEqual([]);
  });

  it('is taken back whole when the person says no', async () => {
    const world = await importWorld();
    const hooks = { ...HOOKS, confirm: async () => false };
    const outcome = await runImport(world.deps, requestOf(csv(HEAD, ANN)), hooks);
    expect(outcome.result).toBe('declined');
    expect(await world.db.all('select * from import')).toEqual([]);
    expect(await world.reminders()).toEqual([]);
  });
});

describe('a file imported again', () => {
  it('changes nothing when it is the same', async () => {
    const world = await importWorld();
    const text = csv(HEAD, ANN, BOB);
    await world.run(text);
    const before = await world.reminders();
    expect(counts(await world.run(text))).toEqual({ rows: 2, new: 0, moved: 0, same: 2, bad: 0, gone: 0 });
    expect(await world.reminders()).toEqual(before);
  });

  it('changes nothing when it is the same and has no ids', async () => {
    const world = await importWorld();
    const text = csv(
      'to,name,for,via,body',
      '+12025550101,Ann,2026-11-25T14:30,both,hi',
      '+12025550102,,2026-11-25T14:30,sms,hi',
    );
    await world.run(text);
    expect(counts(await world.run(text))).toMatchObject({ new: 0, moved: 0, same: 2, gone: 0 });
    expect(await world.reminders()).toHaveLength(3);
  });

  it('is the same although a column that no body uses has changed', async () => {
    const world = await importWorld();
    await world.run(csv('to,for,body,exported', '+12025550101,2026-11-25T14:30,hi,monday'));
    const again = await world.run(csv('to,for,body,exported', '+12025550101,2026-11-25T14:30,hi,tuesday'));
    expect(counts(again)).toMatchObject({ new: 0, same: 1 });
    expect(again.summary.unused).toEqual(['exported']);
  });

  it('moves what moved, by id, and words it again', async () => {
    const world = await importWorld();
    await world.run(csv(HEAD, ANN, BOB));
    const moved = ANN.replace('25T14:30', '27T16:00');
    expect(counts(await world.run(csv(HEAD, moved, BOB)))).toMatchObject({ new: 0, moved: 1, same: 1 });
    expect(await world.sketch()).toEqual([
      'sms +12025550102 2026-11-25T09:00:00 scheduled',
      'sms +12025550101 2026-11-26T16:00:00 scheduled',
      'sms +12025550101 2026-11-27T14:00:00 scheduled',
    ]);
    const [, first] = await world.reminders();
    expect(first?.body).toContain('Friday, November 27 at 4:00 PM');
    const events = await eventsOfReminder(world.db, first?.id ?? 0);
    expect(events.map(({ kind, detail }) => [kind, detail])).toEqual([['moved', 'import 2']]);
  });

  it('follows other lead times, numbers and ways', async () => {
    const world = await importWorld();
    await world.run(csv(`${HEAD},via`, `${ANN},sms`));
    await world.run(csv(`${HEAD},via`, `${ANN.replace('1d,2h', '3h').replace('0101', '0109')},both`));
    expect(await world.sketch()).toEqual([
      'sms +12025550101 2026-11-24T14:30:00 cancelled',
      'sms +12025550109 2026-11-25T11:30:00 scheduled',
      'call +12025550109 2026-11-25T11:30:00 scheduled',
      'sms +12025550101 2026-11-25T12:30:00 cancelled',
    ]);
  });

  it.each([
    [
      'the way it goes',
      'a,+12025550101,Ann,2026-11-25T09:30,1d,sms',
      'a,+12025550101,Ann,2026-11-25T09:30,1d,call',
    ],
    [
      'its lead times',
      'a,+12025550101,Ann,2026-11-25T09:30,1d,sms',
      'a,+12025550101,Ann,2026-11-26T09:30,2h,sms',
    ],
  ])(
    'brings back what an earlier state of it took away: %s, there and back',
    async (_what, first, second) => {
      const { run, sketch, deps } = await importWorld();
      const open = async () => (await sketch()).filter((line) => line.endsWith('scheduled'));
      const head = `${HEAD},via`;
      await run(csv(head, first));
      const before = await open();
      await run(csv(head, second));
      const { summary } = await run(csv(head, first));
      expect(await open()).toEqual(before);
      await undoImport(deps, summary.id ?? 0);
      expect(await open()).not.toEqual(before);
      await run(csv(head, first));
      expect(await open()).toEqual(before);
    },
  );

  it('keeps what is gone from it, and says so', async () => {
    const world = await importWorld();
    await world.run(csv(HEAD, ANN, BOB));
    expect(counts(await world.run(csv(HEAD, BOB)))).toMatchObject({ same: 1, gone: 1 });
    expect((await world.sketch()).filter((line) => line.endsWith('cancelled'))).toEqual([]);
  });

  it('cancels what is gone with --prune, and makes it anew when it comes back', async () => {
    const world = await importWorld();
    await world.run(csv(HEAD, ANN, BOB));
    expect(counts(await world.run(csv(HEAD, BOB), { prune: true }))).toMatchObject({ same: 1, gone: 1 });
    expect((await world.sketch()).filter((line) => line.endsWith('cancelled'))).toHaveLength(2);
    expect(counts(await world.run(csv(HEAD, ANN, BOB)))).toMatchObject({ new: 1, same: 1, gone: 0 });
    expect((await world.sketch()).filter((line) => line.endsWith('scheduled'))).toHaveLength(3);
  });

  it('prunes rows without an appointment or an id as well', async () => {
    const world = await importWorld();
    const row = (minute: number) => `+12025550101,2026-11-24T10:0${minute},hi`;
    await world.run(csv('to,at,body', row(1), row(2)));
    expect(counts(await world.run(csv('to,at,body', row(2)), { prune: true }))).toMatchObject({
      same: 1,
      gone: 1,
    });
    expect(await world.sketch()).toEqual([
      'sms +12025550101 2026-11-24T10:01:00 cancelled',
      'sms +12025550101 2026-11-24T10:02:00 scheduled',
    ]);
  });

  it('prunes nothing while a row is bad: it may be the one that seems gone', async () => {
    const world = await importWorld();
    await world.run(csv(HEAD, ANN, BOB));
    const outcome = await world.run(csv(HEAD, ANN.replace('+12025550101', '12'), BOB), {
      prune: true,
      skipBad: true,
    });
    expect(outcome.summary).toMatchObject({ gone: 1, bad: 1, pruned: false });
    expect((await world.sketch()).filter((line) => line.endsWith('cancelled'))).toEqual([]);
  });

  it('looks for what is gone among files of the same name only', async () => {
    const world = await importWorld();
    await world.run(csv(HEAD, ANN), { source: 'monday.csv' });
    expect(counts(await world.run(csv(HEAD, BOB), { source: 'tuesday.csv' }))).toMatchObject({
      new: 1,
      gone: 0,
    });
  });

  it('leaves what was cancelled by hand cancelled, until the file names another time', async () => {
    const world = await importWorld();
    await world.run(csv('id,to,at,body', 'a,+12025550101,2026-11-24T10:00,hi'));
    await world.db.tx((sql) => moveReminder(sql, 1, { from: 'scheduled', to: 'cancelled' }, 1));
    expect(counts(await world.run(csv('id,to,at,body', 'a,+12025550101,2026-11-24T10:00,hi')))).toMatchObject(
      { same: 1 },
    );
    await world.run(csv('id,to,at,body', 'a,+12025550101,2026-11-24T11:00,hi'));
    expect(await world.sketch()).toEqual([
      'sms +12025550101 2026-11-24T10:00:00 cancelled',
      'sms +12025550101 2026-11-24T11:00:00 scheduled',
    ]);
  });

  it('is the same after its times have passed', async () => {
    const world = await importWorld();
    await world.run(csv(HEAD, ANN, BOB));
    world.deps.clock.set(Date.parse('2026-11-25T23:00:00Z'));
    expect(counts(await world.run(csv(HEAD, ANN, BOB)))).toMatchObject({ same: 2, bad: 0 });
  });

  it('may turn an appointment into an instant and back', async () => {
    const world = await importWorld();
    const columns = 'id,to,at,for,body';
    for (const row of ['a,+12025550101,,2026-11-25T14:30,hi', 'a,+12025550101,2026-11-24T10:00,,hi']) {
      await world.run(csv(columns, row));
      await world.run(csv(columns, row));
    }
    await world.run(csv(columns, 'a,+12025550101,,2026-11-25T14:30,hi'));
    expect((await world.sketch()).filter((line) => line.endsWith('scheduled'))).toEqual([
      'sms +12025550101 2026-11-24T14:30:00 scheduled',
    ]);
  });
});

describe('names', () => {
  it('that are known with another number are left alone', async () => {
    const world = await importWorld();
    const ann = { tenantId: 1, name: 'Ann', phone: '+12025550109', zone: null, email: null, note: null };
    await world.db.tx((sql) => insertContact(sql, ann, 0));
    const outcome = await world.run(csv(HEAD, ANN));
    expect(outcome.summary.notes[0]?.text).toContain('"Ann" is known with another number (+12025550109)');
    expect((await world.reminders())[0]).toMatchObject({ to: '+12025550101', contactId: null });
    expect((await contactByName(world.db, 1, 'Ann'))?.phone).toBe('+12025550109');
  });

  it('are not needed for a number that one contact has: it is his, in his zone', async () => {
    const world = await importWorld();
    const ann = {
      tenantId: 1,
      name: 'Ann',
      phone: '+12025550101',
      zone: 'Asia/Tokyo',
      email: null,
      note: null,
    };
    await world.db.tx((sql) => insertContact(sql, ann, 0));
    await world.run(csv('to,at,body', '(202) 555-0101,2026-11-24T10:00,Hi {{name}}'));
    expect(await world.reminders()).toMatchObject([{ contactId: 1, zone: 'Asia/Tokyo', body: 'Hi Ann' }]);
  });

  it('that come twice with two numbers make one contact', async () => {
    const world = await importWorld();
    const outcome = await world.run(csv(HEAD, ANN, BOB.replace('Bob', 'ANN')));
    expect(outcome.summary).toMatchObject({ contacts: 1, noted: 1 });
    expect((await contactByName(world.db, 1, 'ann'))?.phone).toBe('+12025550101');
  });

  it('alone stand for the contact, or for an earlier row', async () => {
    const world = await importWorld();
    await world.run(
      csv('to,name,at,body', '+12025550101,Ann,2026-11-24T10:00,hi', ',ann,2026-11-24T11:00,ho'),
    );
    await world.run(csv('name,at,body', 'ANN,2026-11-24T12:00,hu'));
    expect((await world.reminders()).map(({ to, contactId }) => [to, contactId])).toEqual([
      ['+12025550101', 1],
      ['+12025550101', 1],
      ['+12025550101', 1],
    ]);
  });
});

describe('a tenant', () => {
  it('in a column is the one whose reminders they are', async () => {
    const world = await importWorld();
    const clinic = {
      name: 'Clinic',
      zone: 'Europe/Berlin',
      country: 'DE',
      sender: null,
      onUnknown: null,
      quietFrom: null,
      quietUntil: null,
    };
    const id = await world.db.tx((sql) => insertTenant(sql, clinic, 0));
    const outcome = await world.run(
      csv(
        'tenant,to,at,body',
        'clinic,030 901820,2026-11-24T10:00,hi',
        'nobody,+12025550101,2026-11-24T10:00,hi',
      ),
      { skipBad: true },
    );
    expect(outcome.summary.badRows[0]?.reasons[0]).toContain('there is no tenant "nobody"');
    expect(await world.reminders()).toMatchObject([
      { tenantId: id, to: '+4930901820', zone: 'Europe/Berlin' },
    ]);
  });

  it('keeps its mapping, and uses it next time', async () => {
    const world = await importWorld();
    const text = csv('Phone,When,body', '+12025550101,2026-11-24T10:00,hi');
    const mapping = new Map([
      ['phone', 'to'],
      ['when', 'at'],
    ]);
    await world.run(text, { mapping, saveMapping: true });
    expect(counts(await world.run(text))).toMatchObject({ same: 1 });
  });
});

describe('times', () => {
  it.each([
    ['in the gap of spring', '2027-03-14T02:30', '2027-03-14T07:00:00Z', 'skip 02:30'],
    ['in the fold of autumn', '2027-11-07T01:30', '2027-11-07T05:30:00Z', 'comes twice'],
  ])('%s are told and taken', async (_, at, instant, note) => {
    const world = await importWorld();
    const outcome = await world.run(csv('to,at,body', `+12025550101,${at},hi`));
    expect(outcome.summary.notes[0]?.text).toContain(note);
    expect((await world.reminders())[0]?.dueAt).toBe(Date.parse(instant));
  });

  it('in the past are bad', async () => {
    const world = await importWorld();
    const { summary } = await world.run(
      csv(
        'to,at,for,body',
        '+12025550101,2026-11-23T03:58,,hi',
        '+12025550101,,2026-11-23T10:00,hi',
        '+12025550101,2026-11-23T03:59:30,,ok',
      ),
    );
    expect(summary.badRows.map(({ line, reasons }) => [line, reasons[0]])).toEqual([
      [2, 'Mon 23 Nov 2026, 03:58 (America/New_York, UTC-05:00) is past'],
      [3, expect.stringContaining('every reminder of the appointment')],
    ]);
  });

  it('that are past are left out while others of the row are to come', async () => {
    const world = await importWorld();
    const { summary } = await world.run(csv(HEAD, ANN.replace('25T14:30', '23T14:30')));
    expect(summary).toMatchObject({ new: 1, late: 1, texts: 1 });
  });
});

describe('a bad row', () => {
  it.each([
    ['to,at,body', ',2026-11-24T10:00,hi', 'neither "to" nor "name"'],
    ['to,name,at,body', ',Zoe,2026-11-24T10:00,hi', 'no contact is named "Zoe"'],
    ['to,at,body', '+19005550101,2026-11-24T10:00,hi', 'premium-rate'],
    ['to,at,for,body', '+12025550101,,,hi', 'neither "at" nor "for"'],
    ['to,at,for,body', '+12025550101,2026-11-24T10:00,2026-11-24T10:00,hi', 'both "at" and "for"'],
    ['to,at,body', '+12025550101,soon,hi', 'cannot read "soon"'],
    ['to,for,before,body', '+12025550101,2026-11-25T10:00,5,hi', '"before": "5" is not a duration'],
    ['to,at,via,body', '+12025550101,2026-11-24T10:00,fax,hi', '"via": "fax" is not one of sms, call, both'],
    ['to,at,priority,body', '+12025550101,2026-11-24T10:00,high,hi', '"priority": "high"'],
    ['to,at,tz,body', '+12025550101,2026-11-24T10:00,EST,hi', 'did you mean America/New_York?'],
    ['to,at,body', '+12025550101,2026-11-24T10:00,Hi {{nmae}}', '{{nmae}}'],
    ['to,at,body', '+12025550101,2026-11-24T10:00,Hi {{name', 'not closed'],
    [
      'to,at,body,expires',
      '+12025550101,2026-11-24T10:00,hi,2026-11-24T09:00',
      'is not after the reminder is due',
    ],
    ['to,at,body,from', '+12025550101,2026-11-24T10:00,hi,@', '"from"'],
  ])('is told what is wrong: %s / %s', async (columns, row, reason) => {
    const world = await importWorld();
    const outcome = await world.run(csv(columns, row), { fallbacks: new Map() });
    expect(outcome.result).toBe('refused');
    expect(outcome.summary.badRows[0]?.reasons.join('; ')).toContain(reason);
  });

  it('is told all that is wrong at once', async () => {
    const world = await importWorld();
    const { summary } = await world.run(csv('to,at,via,body', '12,soon,fax,{{x}}'));
    expect(summary.badRows[0]?.reasons).toHaveLength(2);
    const { summary: other } = await world.run(
      csv('to,at,via,body,priority', '+12025550101,soon,sms,{{x}},high'),
    );
    expect(other.badRows[0]?.reasons).toHaveLength(2);
  });

  it('has an id that came before', async () => {
    const world = await importWorld();
    const { summary } = await world.run(csv(HEAD, ANN, BOB.replace('b,', 'a,')));
    expect(summary.badRows).toEqual([{ line: 3, reasons: ['id "a" stands on line 2 already'] }]);
  });

  it('is not one that says the same twice: that is one reminder', async () => {
    const world = await importWorld();
    const row = '+12025550101,2026-11-24T10:00,hi';
    expect(counts(await world.run(csv('to,at,body', row, row)))).toMatchObject({ new: 1, same: 1, bad: 0 });
    expect(await world.reminders()).toHaveLength(1);
  });
});

describe('a header', () => {
  it.each([
    ['to,at', 'the header has no column "body"'],
    ['when,phone,body', 'the header has no column "to", none "at" or "for"'],
    ['to,at,body,to', 'the header has two columns "to"'],
    ['to,At,at ,body', 'columns "At" and "at" both mean "at"'],
  ])('is refused: %s', async (columns, message) => {
    const world = await importWorld();
    const running = world.run(csv(columns, 'x'), { fallbacks: new Map() });
    await expect(running).rejects.toThrow(message);
    expect(await world.db.all('select * from import')).toEqual([]);
  });

  it('is held against --map', async () => {
    const world = await importWorld();
    const mapping = new Map([
      ['phone', 'to'],
      ['tel', 'from'],
    ]);
    const running = world.run(csv('Phone,at,body', '+12025550101,2026-11-24T10:00,hi'), { mapping });
    await expect(running).rejects.toThrow('the file has no column "tel"');
  });
});
