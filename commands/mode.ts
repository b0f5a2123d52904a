// `remind mode`: whom this database may reach, shown and changed between `own` and `live`.

import type { Config } from '../src/config/load.ts';
import type { Column, CommandBuilder, CommandModule, Context } from '../src/core/command.ts';
import { CredentialError, RefusedError, UsageError } from '../src/core/errors.ts';
import type { Mode, Stamp } from '../src/core/mode.ts';
import type { Db } from '../src/store/db.ts';
import { changeStampMode, readStamp, stampOnce } from '../src/store/stamp.ts';

export interface ModeNeeds {
  config(): Promise<Config>;
  db(): Promise<Db>;
}

interface Options {
  readonly confirm?: string;
}

interface ModeRow {
  readonly profile: string;
  readonly mode: Mode;
  readonly accountSid: string | null;
  /** False until the first send: the mode is then what that send would be stamped with. */
  readonly stamped: boolean;
  readonly allow: readonly string[];
}

const COLUMNS: readonly Column<ModeRow>[] = [
  { key: 'profile', value: (row) => row.profile },
  { key: 'mode', value: (row) => row.mode },
  { key: 'accountSid', value: (row) => row.accountSid },
  { key: 'stamped', value: (row) => row.stamped },
  { key: 'allow', value: (row) => row.allow },
];

const MEANS: Readonly<Record<Mode, string>> = {
  simulator: 'a simulator on this machine; no real phone can be reached',
  own: 'the real Twilio; your own listed numbers only',
  live: 'the real Twilio; anyone',
};

type Ctx = Context & ModeNeeds;

export const command: CommandModule<[string | undefined], Options, ModeNeeds> = {
  examples: ['remind mode', 'remind mode live --confirm=salon', 'remind mode own'],
  columns: COLUMNS,
  format: 'record',
  describe(builder: CommandBuilder) {
    builder
      .argument('[mode]', 'own or live; without it the mode is shown')
      .option(
        '--confirm <word>',
        "for live: the profile's name, or the last 4 characters of the account SID",
      );
  },
  async run(ctx, [wanted], options) {
    if (wanted !== undefined) await change(ctx, wanted, options.confirm);
    else if (options.confirm !== undefined) throw new UsageError('--confirm goes with: remind mode live');
    ctx.out.record(await readMode(ctx), COLUMNS, options, describe);
    if (wanted === 'live') ctx.out.note('Back to your own numbers with: remind mode own');
    return undefined;
  },
};

async function readMode(ctx: Ctx): Promise<ModeRow> {
  const [config, db] = [await ctx.config(), await ctx.db()];
  const stamp = await readStamp(db);
  return {
    profile: config.profile.value,
    mode: stamp?.mode ?? 'own',
    accountSid: stamp?.accountSid ?? config.accountSid.value ?? null,
    stamped: stamp !== undefined,
    allow: config.allow.value,
  };
}

function describe({ mode, accountSid, profile, stamped, allow }: ModeRow): string {
  const whose = accountSid === null ? '' : `, account ${accountSid}`;
  const numbers =
    mode === 'own' ? `\nyour numbers: ${allow.join(', ') || 'none listed, so nobody is reached'}` : '';
  const open = stamped
    ? ''
    : '\nnot settled yet: the first send settles it, and a simulator has to prove itself';
  return `${mode}: ${MEANS[mode]} (profile ${profile}${whose})${numbers}${open}`;
}

async function change(ctx: Ctx, wanted: string, confirm: string | undefined): Promise<void> {
  if (wanted !== 'own' && wanted !== 'live') {
    throw new UsageError(`"${wanted}" is not a mode that can be set`, {
      hint: 'own or live; simulator is what a simulator proves to be',
    });
  }
  const [config, db] = [await ctx.config(), await ctx.db()];
  const stamp = (await readStamp(db)) ?? provisional(config);
  if (stamp.mode === 'simulator') {
    throw new RefusedError("this database belongs to a simulator and never becomes a real account's", {
      hint: 'use another profile: remind init --profile NAME',
    });
  }
  if (wanted === 'live' && stamp.mode !== 'live') await assertTyped(ctx, config, stamp, confirm);
  await db.tx(async (sql) => {
    await stampOnce(sql, stamp, ctx.clock.now());
    await changeStampMode(sql, wanted);
  });
}

/** What an unstamped database would be stamped with. Only without another URL is that certain to be the real Twilio. */
function provisional({ accountSid, twilioUrl }: Config): Stamp {
  if (accountSid.value === undefined) {
    throw new CredentialError('no Twilio account is configured', { hint: 'remind init' });
  }
  if (twilioUrl.value !== undefined) {
    throw new RefusedError(`whether ${twilioUrl.value} is a simulator is known after the first send only`, {
      hint: 'send something first, or unset REMIND_TWILIO_URL',
    });
  }
  return { accountSid: accountSid.value, mode: 'own' };
}

async function assertTyped(
  ctx: Ctx,
  config: Config,
  stamp: Stamp,
  confirm: string | undefined,
): Promise<void> {
  const [profile, ending] = [config.profile.value, stamp.accountSid.slice(-4)];
  const typed =
    confirm ??
    (await ctx.ask.input(
      `From now on real people will be texted and called. Type "${profile}" or the account's last four characters:`,
      { flag: `--confirm=${profile}` },
    ));
  if ([profile, ending].includes(typed.trim().toLowerCase()) || typed.trim() === ending) return;
  throw new RefusedError('not confirmed; the mode was not changed', { hint: `--confirm=${profile}` });
}
