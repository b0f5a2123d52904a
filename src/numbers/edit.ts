// Setting numbers: an intent and the old values in one transaction, then the request; and taking it back.

import { NotFoundError, RefusedError } from '../core/errors.ts';
import {
  changeParams,
  differing,
  NUMBER_SETTING_KEYS,
  NUMBER_SETTINGS,
  type NumberChange,
  type NumberSetting,
  type NumberSettings,
  type OwnedNumber,
} from '../core/number.ts';
import {
  insertEdit,
  markEditUndone,
  type NumberEdit,
  newestEdits,
  writeAfter,
} from '../store/number-changes.ts';
import { carryOut, failureOf, numberDraft } from './ask-twilio.ts';
import { admitted } from './buy.ts';
import type { NumberDeps } from './deps.ts';
import { findOwned, readNumberText, readOwned } from './owned.ts';

/** What became of one number. */
export interface EditedNumber {
  readonly number: string;
  readonly sid: string;
  readonly before: NumberSettings;
  readonly after: NumberSettings;
  /** Why it is not as wanted; null when it is. */
  readonly problem: Error | null;
  /** Why nothing was asked of Twilio; null when something was. */
  readonly note: string | null;
}

/** One after the other; one that fails does not keep the others from being set. @throws NotFoundError for a number that is not the account's */
export async function editNumbers(
  deps: NumberDeps,
  words: readonly string[],
  change: NumberChange,
): Promise<readonly EditedNumber[]> {
  const numbers = await findOwned(await readOwned(deps), words, deps.country);
  const edited: EditedNumber[] = [];
  let batch: number | null = null;
  for (const number of numbers) {
    const done = await set(deps, { number, change: differing(number.settings, change), batch });
    batch ??= done.batch;
    edited.push(done.edited);
  }
  return edited;
}

interface Setting {
  readonly number: OwnedNumber;
  readonly change: NumberChange;
  readonly batch: number | null;
  /** The change that this one takes back; then it is not one to be taken back itself. */
  readonly undoes?: number;
}

async function set(
  deps: NumberDeps,
  { number, change, batch, undoes }: Setting,
): Promise<{ readonly edited: EditedNumber; readonly batch: number | null }> {
  const { sid, settings: before } = number;
  const row = { number: number.number, sid, before };
  if (Object.keys(change).length === 0)
    return { edited: { ...row, after: before, problem: null, note: 'it was so already' }, batch };
  const { door, db, clock } = deps;
  const wanted = { ...before, ...change };
  const draft = numberDraft({ to: number.number, targetSid: sid, params: changeParams(change) });
  const written = await db.tx(async (sql) => {
    const now = clock.now();
    const intentId = admitted(await door.reserve(sql, draft, now));
    const edit = { ...row, accountSid: door.accountSid, intentId, after: wanted, at: now, batch };
    return { intentId, edit: undoes === undefined ? await insertEdit(sql, edit) : undefined };
  });
  const exchanged = await carryOut(deps, written.intentId, sid);
  const after = exchanged.number?.settings;
  if (after === undefined) {
    return { edited: { ...row, after: before, problem: failureOf(exchanged), note: null }, batch };
  }
  await db.tx(async (sql) => {
    if (written.edit) await writeAfter(sql, written.edit.id, after);
    if (undoes !== undefined) await markEditUndone(sql, undoes, clock.now());
  });
  return { edited: { ...row, after, problem: null, note: null }, batch: written.edit?.batch ?? batch };
}

/**
 * Puts back what the newest change set, of one number or of all that were changed together.
 * @throws NotFoundError when there is none, RefusedError when somebody has changed the same settings since
 */
export async function undoEdit(deps: NumberDeps, word: string | undefined): Promise<readonly EditedNumber[]> {
  const number = word === undefined ? null : await readNumberText(word, deps.country);
  const edits = await newestEdits(deps.db, deps.door.accountSid, number);
  if (edits.length === 0) {
    const what = number === null ? 'no number was' : `${number} was not`;
    throw new NotFoundError(`${what} changed from here: there is nothing to take back`, {
      hint: 'what a number is set to: remind number list --json',
    });
  }
  const owned = await readOwned(deps);
  // All are looked at before any is changed.
  const pairs = edits.map((edit) => ({ edit, current: untouched(owned, edit) }));
  const undone: EditedNumber[] = [];
  for (const { edit, current } of pairs) {
    const change = differing(current.settings, onlyChanged(edit, edit.before));
    const { edited } = await set(deps, { number: current, change, batch: null, undoes: edit.id });
    if (Object.keys(change).length > 0) undone.push(edited);
    else {
      await deps.db.tx((sql) => markEditUndone(sql, edit.id, deps.clock.now()));
      undone.push({ ...edited, note: backAlready(edit) });
    }
  }
  return undone;
}

/** An undo whose answer was lost has arrived, the edit itself never did, or somebody set it: which, nobody here knows. */
function backAlready(edit: NumberEdit): string {
  const settings = Object.entries(onlyChanged(edit, edit.before)) as [NumberSetting, string][];
  const told = settings.map(([key, value]) => `${NUMBER_SETTINGS[key].flag}: ${value || 'none'}`);
  return `nothing was to be put back, it is as before the edit: ${told.join(', ')}`;
}

/** The settings that the change touched, with the values of one side. */
function onlyChanged({ before, after }: NumberEdit, side: NumberSettings): NumberChange {
  const keys = NUMBER_SETTING_KEYS.filter((key) => before[key] !== after[key]);
  return Object.fromEntries(keys.map((key) => [key, side[key]]));
}

function untouched(owned: readonly OwnedNumber[], edit: NumberEdit): OwnedNumber {
  const current = owned.find(({ sid }) => sid === edit.sid);
  if (!current) throw new NotFoundError(`${edit.number} is not a number of this account any more`);
  const since = Object.keys(differing(current.settings, onlyChanged(edit, edit.after)));
  const isBack = Object.keys(differing(current.settings, onlyChanged(edit, edit.before))).length === 0;
  if (since.length === 0 || isBack) return current;
  throw new RefusedError(
    `${edit.number} was changed again since (${since.join(', ')}); nothing was changed`,
    {
      hint: 'set what you want with: remind number edit',
    },
  );
}
