// `remind number edit`: what answers the calls and texts of numbers, and their names; the old values can be put back.

import type { CommandBuilder, CommandModule, FormatFlags } from '../../src/core/command.ts';
import { UsageError } from '../../src/core/errors.ts';
import {
  NUMBER_SETTING_KEYS,
  NUMBER_SETTINGS,
  type NumberChange,
  type NumberSetting,
} from '../../src/core/number.ts';
import { editNumbers } from '../../src/numbers/edit.ts';
import { EDIT_COLUMNS, endOf } from './edit-screen.ts';
import type { NumberNeeds } from './needs.ts';

type Options = FormatFlags & Readonly<Record<string, unknown>>;

export const command: CommandModule<[readonly string[]], Options, NumberNeeds> = {
  examples: [
    'remind number edit +12025550123 --voice-url https://example.com/voice --name reception',
    'remind number edit +12025550123 +12025550124 --sms-url https://example.com/sms --json',
    "remind number edit +12025550123 --voice-fallback-url ''",
  ],
  columns: EDIT_COLUMNS,
  format: 'list',
  describe(builder: CommandBuilder) {
    builder.argument('<number...>', 'by number, name or SID');
    for (const key of NUMBER_SETTING_KEYS) {
      const { flag, kind, meaning } = NUMBER_SETTINGS[key];
      builder.option(`--${flag} <${kind === 'AP' || kind === 'TK' ? 'sid' : kind}>`, meaning);
    }
  },
  async run(ctx, [words], options) {
    const change = changeOf(options);
    const deps = await ctx.numbers();
    const rows = await editNumbers(deps, words, change);
    ctx.out.list(rows, EDIT_COLUMNS, options);
    if (rows.some(({ before, after }) => before !== after))
      ctx.out.note('Take it back with: remind number undo');
    return endOf(ctx.out, rows);
  },
};

/** @throws UsageError */
function changeOf(options: Options): NumberChange {
  const given = NUMBER_SETTING_KEYS.flatMap((key): [NumberSetting, string][] => {
    const text = options[optionName(NUMBER_SETTINGS[key].flag)];
    return typeof text === 'string' ? [[key, checked(key, text.trim())]] : [];
  });
  if (given.length > 0) return Object.fromEntries(given);
  throw new UsageError('nothing to set was given', { hint: 'see: remind number edit --help' });
}

/** `voice-url` is `voiceUrl` among the options. */
function optionName(flag: string): string {
  return flag.replace(/-([a-z])/g, (_dash, letter: string) => letter.toUpperCase());
}

function checked(key: NumberSetting, text: string): string {
  const { flag, kind } = NUMBER_SETTINGS[key];
  const value = kind === 'method' ? text.toUpperCase() : text;
  if (kind === 'text' || (value === '' && kind !== 'method') || SHAPES[kind](value)) return value;
  throw new UsageError(`--${flag}: "${text}" is not ${EXPECTED[kind]}`, {
    ...(kind !== 'method' && { hint: `an empty text takes it away: --${flag} ''` }),
  });
}

const SHAPES = {
  url: (text: string) => /^https?:\/\//i.test(text) && URL.canParse(text),
  method: (text: string) => text === 'GET' || text === 'POST',
  AP: (text: string) => /^AP[0-9a-f]{32}$/i.test(text),
  TK: (text: string) => /^TK[0-9a-f]{32}$/i.test(text),
} as const;

const EXPECTED = {
  url: 'a URL such as https://example.com/voice',
  method: 'GET or POST',
  AP: 'the SID of an application: AP and 32 hexadecimal digits',
  TK: 'the SID of a trunk: TK and 32 hexadecimal digits',
} as const;
