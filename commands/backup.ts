// `remind backup`: one profile's database, settings and audio in one file, secrets sealed or left out.

import { access } from 'node:fs/promises';
import { profileOf, readConfigFile } from '../src/config/config-file.ts';
import type { Config } from '../src/config/load.ts';
import type { Place, PlaceNeeds } from '../src/config/place.ts';
import { cleanSecret, readSecretFile } from '../src/config/secret-input.ts';
import { readSecrets } from '../src/config/secrets.ts';
import { formatBytes } from '../src/core/bytes.ts';
import type { Column, CommandBuilder, CommandModule, Context } from '../src/core/command.ts';
import { counted } from '../src/core/count.ts';
import { NotFoundError, RefusedError, UsageError } from '../src/core/errors.ts';
import { seal } from '../src/store/backup/seal.ts';
import { writeBackup } from '../src/store/backup/write.ts';
import { databaseBytes, fileBytes } from '../src/store/inspect.ts';

export interface BackupNeeds extends PlaceNeeds {
  config(): Promise<Config>;
  /** The program's version. */
  version(): string;
}

interface Options {
  readonly withSecrets?: boolean;
  readonly passphraseFile?: string;
  readonly yes?: boolean;
}

interface BackupRow {
  readonly file: string;
  readonly bytes: number;
  readonly profile: string;
  readonly schemaVersion: number;
  readonly audioFiles: number;
  readonly secrets: boolean;
}

const COLUMNS: readonly Column<BackupRow>[] = [
  { key: 'file', value: (row) => row.file },
  { key: 'bytes', value: (row) => row.bytes },
  { key: 'profile', value: (row) => row.profile },
  { key: 'schemaVersion', value: (row) => row.schemaVersion },
  { key: 'audioFiles', value: (row) => row.audioFiles },
  { key: 'secrets', value: (row) => row.secrets },
];

type Ctx = Context & BackupNeeds;

export const command: CommandModule<[string], Options, BackupNeeds> = {
  examples: [
    'remind backup monday.tgz',
    'remind backup monday.tgz --with-secrets --passphrase-file pass.txt',
    'remind backup monday.tgz --yes --profile salon',
  ],
  columns: COLUMNS,
  format: 'record',
  describe(builder: CommandBuilder) {
    builder
      .argument('<file>', 'where to write it')
      .option('--with-secrets', 'take the stored secrets along, sealed with a passphrase')
      .option('--passphrase-file <file>', 'the passphrase, alone in a file; - reads stdin')
      .option('--yes', 'replace the file if it exists');
  },
  async run(ctx, [file], options) {
    const place = ctx.place();
    const profile = (await ctx.config()).profile.value;
    const database = place.paths.database(profile);
    if ((await databaseBytes(database)) === null) {
      throw new NotFoundError(`profile ${profile} has no database yet`, {
        hint: 'there is nothing to back up',
      });
    }
    await assertWritable(file, options.yes ?? false);
    const manifest = await writeBackup(
      file,
      {
        profile,
        program: ctx.version(),
        now: ctx.clock.now(),
        database,
        settings: await settingsText(place, profile),
        secrets: await sealedSecrets(ctx, place, profile, options),
        audioFolder: place.paths.audioFolder,
      },
      place.files,
    );
    const names = manifest.files.map(({ name }) => name);
    const row: BackupRow = {
      file,
      bytes: await fileBytes(file),
      profile,
      schemaVersion: manifest.schemaVersion,
      audioFiles: names.filter((name) => name.startsWith('audio/')).length,
      secrets: names.includes('secrets.sealed'),
    };
    ctx.out.record(row, COLUMNS, options, describe);
    ctx.out.note(`Put it back with: remind restore ${file}`);
    return undefined;
  },
};

async function assertWritable(file: string, replace: boolean): Promise<void> {
  const there = await access(file).then(
    () => true,
    () => false,
  );
  if (there && !replace) throw new RefusedError(`${file} exists already`, { hint: 'replace it with --yes' });
}

async function settingsText({ paths }: Place, profile: string): Promise<string> {
  return JSON.stringify(profileOf(await readConfigFile(paths.configFile), profile) ?? {});
}

async function sealedSecrets(
  ctx: Ctx,
  { paths, uid }: Place,
  profile: string,
  { withSecrets, passphraseFile }: Options,
): Promise<Buffer | undefined> {
  if (!withSecrets) {
    if (passphraseFile !== undefined) throw new UsageError('--passphrase-file goes with --with-secrets');
    return undefined;
  }
  const secrets = await readSecrets(paths.secretsFile(profile), uid);
  if (!secrets)
    throw new NotFoundError(`profile ${profile} has no stored secrets`, { hint: 'leave --with-secrets out' });
  const input = { flag: '--passphrase-file', what: 'passphrase' };
  const passphrase =
    passphraseFile === undefined
      ? cleanSecret(await ctx.ask.secret('Passphrase for the secrets:', input), input)
      : await readSecretFile(passphraseFile, { ...input, stdin: ctx.stdin });
  return seal(Buffer.from(JSON.stringify(secrets)), passphrase, ctx.random.hex);
}

function describe({ file, bytes, profile, audioFiles, secrets }: BackupRow): string {
  const audio = audioFiles === 0 ? '' : `, ${counted(audioFiles, 'audio file')}`;
  const sealed = secrets ? 'secrets sealed' : 'secrets left out';
  return `Wrote ${file}: ${formatBytes(bytes)}, profile ${profile}, database and settings${audio}, ${sealed}`;
}
