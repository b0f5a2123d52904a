// One setting of the setup: from its flag, else as it is, else asked for and checked on the spot.

import { type BudgetWish, formatBudget, parseBudget, withOtherHalf } from '../../core/budget.ts';
import type { Prompts } from '../../core/command.ts';
import { UsageError } from '../../core/errors.ts';
import { writtenValue } from '../explain.ts';
import type { Config } from '../load.ts';
import { isBudget, SETTINGS, type Setting, type SettingKey } from '../settings.ts';

/** The flags of `remind init`, as typed. */
export interface SetupFlags {
  readonly accountSid?: string | undefined;
  readonly authTokenFile?: string | undefined;
  readonly apiKey?: string | undefined;
  readonly apiSecretFile?: string | undefined;
  readonly twilioCliProfile?: string | undefined;
  readonly ownNumber?: readonly string[] | undefined;
  readonly from?: string | undefined;
  readonly tz?: string | undefined;
  readonly country?: string | undefined;
  readonly alarmContact?: string | undefined;
  readonly twilioUrl?: string | undefined;
  readonly budgetDay?: string | undefined;
}

// Named one by one: the parser hands over the global flags beside them.
const SETUP_FLAGS: readonly (keyof SetupFlags)[] = [
  'accountSid',
  'authTokenFile',
  'apiKey',
  'apiSecretFile',
  'twilioCliProfile',
  'ownNumber',
  'from',
  'tz',
  'country',
  'alarmContact',
  'twilioUrl',
  'budgetDay',
];

export interface Asking {
  readonly flags: SetupFlags;
  /** The configuration as it is before: a value it has is not asked for again unless everything is. */
  readonly current: Config;
  readonly ask: Prompts;
  /** Tells what was wrong with an answer before it is asked for again. */
  warn(text: string): void;
  /** Standard input, for a secret given as `-`. */
  stdin(): Promise<string>;
  /** The zone this machine is set to: offered, never taken silently. */
  readonly machineZone: string | null;
  /** How many reminders are to go out on the busiest day that is planned; 0 when none is. */
  readonly busiestDay: number;
}

export interface Question {
  readonly key: SettingKey;
  readonly words: string;
  readonly required: boolean;
  /** What Enter answers when nothing is set yet. */
  readonly suggestion?: string | undefined;
  readonly country: string | undefined;
}

// A slip is forgiven twice; then something else than a slip is the matter, or nobody is there.
const TRIES = 3;

/** Without any flag everything is asked, with what is set as the answer to Enter: that is how one looks it through. */
export function asksEverything(flags: SetupFlags): boolean {
  return SETUP_FLAGS.every((name) => flags[name] === undefined);
}

/** The value as the file keeps it; undefined when it is to stay as it is. */
export async function answer(asking: Asking, question: Question): Promise<string | undefined> {
  const { key, country } = question;
  const flag = flagOf(key);
  const given = flagText(asking.flags, key);
  const { value, source } = asking.current[key];
  const before = isBudget(key) && source !== 'default' ? (value as BudgetWish) : undefined;
  if (given !== undefined) return besides(await check(key, given, { what: flag, country }), before);
  const now = source === 'default' ? null : writtenValue(key, value);
  const isSet = now !== null && now.toString() !== '';
  if (!asksEverything(asking.flags) && (isSet || !question.required)) return undefined;
  const text = await askUntilRight(asking, question, isSet ? now.toString() : question.suggestion);
  return text === undefined ? undefined : besides(text, before);
}

async function askUntilRight(
  { ask, warn }: Asking,
  { key, words, required, country }: Question,
  fallback: string | undefined,
): Promise<string | undefined> {
  const flag = flagOf(key);
  for (let tries = 1; ; tries += 1) {
    const text = (await ask.input(words, { flag, ...(fallback !== undefined && { fallback }) })).trim();
    if (text === '' && !required) return undefined;
    try {
      if (text === '') throw new UsageError('an answer is needed here');
      return await check(key, text, { what: words, country });
    } catch (error) {
      if (!(error instanceof UsageError) || tries === TRIES) throw error;
      warn(error.hint === undefined ? error.message : `${error.message}; ${error.hint}`);
    }
  }
}

async function check(
  key: SettingKey,
  text: string,
  reading: { readonly what: string; readonly country: string | undefined },
): Promise<string> {
  const setting: Setting<unknown> = SETTINGS[key];
  if (text.trim() === '') throw new UsageError(`${reading.what}: nothing was given`);
  const value = await setting.parse(text.trim(), { ...reading, typed: true });
  return Array.isArray(value) ? value.join(',') : String(writtenValue(key, value));
}

/** A budget given by its one half keeps the other as it is set. */
function besides(text: string, before: BudgetWish | undefined): string {
  return before === undefined ? text : formatBudget(withOtherHalf(parseBudget(text, 'budget'), before));
}

function flagOf(key: SettingKey): string {
  return (SETTINGS[key] as Setting<unknown>).flag ?? key;
}

function flagText(flags: SetupFlags, key: SettingKey): string | undefined {
  if (key === 'allow') return flags.ownNumber?.join(',');
  if (key === 'budget.day') return flags.budgetDay;
  return flags[key as keyof Omit<SetupFlags, 'ownNumber' | 'budgetDay'>];
}
