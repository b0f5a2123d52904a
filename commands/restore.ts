// `remind restore`: brings a backup back; the database that was there is kept beside the new one.

import type { PlaceNeeds } from '../src/config/place.ts';
import { readSecretFile } from '../src/config/secret-input.ts';
import type { Clock } from '../src/core/clock.ts';
import type { Column, CommandBuilder, CommandModule, Context } from '../src/core/command.ts';
import { counted } from '../src/core/count.ts';
import { UsageError } from '../src/core/errors.ts';
import type { Extracted } from '../src/store/backup/extract.ts';
import { withExtracted } from '../src/store/backup/extract.ts';
import { assertConfirmed } from '../src/terminal/confirm.ts';
import { planRestore, type Restored, restore } from '../src/watchdog/restore.ts';

export interface RestoreNeeds extends PlaceNeeds {
  /** The machine's own clock: heartbeats are written on it. */
  readonly realClock: Clock;
}

interface Options {
  readonly passphraseFile?: string;
  readonly yes?: boolean;
}

const COLUMNS: readonly Column<Restored>[] = [
  { key: 'profile', value: (row) => row.profile },
  { key: 'kept', value: (row) => row.kept },
  { key: 'audioFiles', value: (row) => row.audioFiles },
  { key: 'secrets', value: (row) => row.secrets },
];

type Ctx = Context & RestoreNeeds;

export const command: CommandModule<[string], Options, RestoreNeeds> = {
  examples: ['remind restore monday.tgz', 'remind restore monday.tgz --yes --passphrase-file pass.txt'],
  columns: COLUMNS,
  format: 'record',
  describe(builder: CommandBuilder) {
    builder
      .argument('<file>', 'made by remind backup')
      .option('--passphrase-file <file>', 'opens the secrets in it; - reads stdin')
      .option('--yes', 'replace what is there without asking');
  },
  async run(ctx, [file], options) {
    const { paths, files } = ctx.place();
    const restored = await withExtracted(file, { scratchParent: paths.databaseFolder, files }, (extracted) =>
      bringBack(ctx, extracted, options),
    );
    ctx.out.record(restored, COLUMNS, options, describe);
    ctx.out.note(
      "Nothing is sent before it is known what was sent since the backup, and Twilio's lists are up to two minutes behind; then see what would go, and let it, with: remind resume",
    );
    ctx.out.note('See that all is well with: remind doctor');
    return undefined;
  },
};

async function bringBack(ctx: Ctx, extracted: Extracted, options: Options): Promise<Restored> {
  const place = ctx.place();
  const wanted = ctx.flags.profile ?? (ctx.env['REMIND_PROFILE'] || undefined);
  const passphrase = await readPassphrase(ctx, extracted, options.passphraseFile);
  const plan = await planRestore(place, extracted, { profile: wanted, realNow: ctx.realClock.now() });
  if (plan.replaces.length > 0) {
    await assertConfirmed(ctx.ask, `Replace ${plan.replaces.join(' and ')}?`, options.yes);
  }
  const { clock, realClock } = ctx;
  return restore(place, extracted, { profile: plan.profile, passphrase, now: clock.now(), realClock });
}

async function readPassphrase(
  ctx: Ctx,
  { secrets }: Extracted,
  path: string | undefined,
): Promise<string | undefined> {
  if (path === undefined) return undefined;
  if (!secrets)
    throw new UsageError('there are no secrets in this backup', { hint: 'leave --passphrase-file out' });
  return readSecretFile(path, { flag: '--passphrase-file', what: 'passphrase', stdin: ctx.stdin });
}

function describe({ profile, kept, audioFiles, secrets }: Restored): string {
  const lines = [
    `Restored profile ${profile}${audioFiles > 0 ? ` and ${counted(audioFiles, 'audio file')}` : ''}`,
  ];
  if (kept !== null) lines.push(`The database before it is kept at ${kept}`);
  if (secrets === 'left out')
    lines.push('Its secrets were left out: add --passphrase-file FILE to bring them back too');
  if (secrets === 'none in the backup')
    lines.push('It holds no secrets: give them again with remind init, if they are not here');
  return lines.join('\n');
}
