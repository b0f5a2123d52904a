// The contract between a command file and the program that runs it.

import type { Clock, Random } from './clock.ts';
import type { ExitCode } from './errors.ts';

/** The part of commander's Command that a command file may use to describe itself. */
export interface CommandBuilder {
  argument(flags: string, description: string, fallback?: unknown): this;
  option(flags: string, description: string, fallback?: string | boolean | readonly string[]): this;
}

/** One column of a table, CSV or JSON record: the key is the public field name. */
export interface Column<Row> {
  readonly key: string;
  /** Heading in a table; absent when the column is shown in JSON and CSV only. */
  readonly heading?: string;
  /** The machine's value: JSON-able, instants as RFC 3339 text. */
  readonly value: (row: Row) => unknown;
  /** The person's value, when it differs. May be coloured through `Output.style`. */
  readonly show?: (row: Row) => string;
  /** Prose, of which the beginning is enough: in a table it gives way before the other columns do. */
  readonly isProse?: true;
}

/** How a list or record is to be printed; the names are commander's for the shared flags. */
export interface FormatFlags {
  readonly json?: string | true | undefined;
  readonly ndjson?: boolean | undefined;
  readonly csv?: boolean | undefined;
  readonly limit?: string | undefined;
}

/** Text styles; each returns its input unchanged when colour is off. */
export type Style = Record<'bold' | 'dim' | 'red' | 'yellow' | 'green' | 'cyan', (text: string) => string>;

/** The terminal as a command sees it: stdout carries data, stderr everything else. */
export interface Output {
  readonly style: Style;
  /** True when stdout is a terminal: relative times, headings, success lines. */
  readonly isTty: boolean;
  /** A line of data on stdout. */
  line(text?: string): void;
  /** A line for the person on stderr; silent with --quiet. */
  note(text: string): void;
  /** A warning on stderr, always. */
  warn(text: string): void;
  /** One JSON value on a line of its own on stdout. */
  json(value: unknown): void;
  /** A list, in the format the flags ask for. An empty list is `[]`, a header, or `empty` as a note. */
  list<Row>(rows: readonly Row[], columns: readonly Column<Row>[], flags: FormatFlags, empty?: string): void;
  /** One record: `--json[=fields]`, else what `text` returns. */
  record<Row>(
    row: Row,
    columns: readonly Column<Row>[],
    flags: FormatFlags,
    text: (row: Row) => string,
  ): void;
  /** A progress line on stderr: redrawn on a terminal, one line in a while elsewhere. */
  progress(label: string, total: number): { tick(done: number): void; end(): void };
}

/** Questions to the person. Off a terminal, or with --no-input, each throws UsageError naming `flag`. */
export interface Prompts {
  confirm(question: string, options: { readonly flag: string }): Promise<boolean>;
  input(question: string, options: { readonly flag: string; readonly fallback?: string }): Promise<string>;
  secret(question: string, options: { readonly flag: string }): Promise<string>;
  select<T extends string>(
    question: string,
    choices: readonly { readonly value: T; readonly name: string }[],
    options: { readonly flag: string },
  ): Promise<T>;
}

/** Flags every command has. */
export interface GlobalFlags {
  readonly profile?: string | undefined;
  /** A profile of Twilio's own command line to take credentials from. */
  readonly twilioCliProfile?: string | undefined;
  readonly quiet: boolean;
  readonly input: boolean;
  readonly debug: boolean;
  readonly color?: string | undefined;
}

/** What every command is given. Costly services are thunks that a command names in its own `Needs`. */
export interface Context {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly flags: GlobalFlags;
  readonly out: Output;
  readonly ask: Prompts;
  readonly clock: Clock;
  readonly random: Random;
  /** Aborted by the first Ctrl-C or SIGTERM. */
  readonly signal: AbortSignal;
  /** stdin as text, for `-` arguments. */
  stdin(): Promise<string>;
}

/** One command. `Needs` narrows the composition root to the services this command uses, so a test fakes only those. */
export interface CommandModule<
  Args extends readonly unknown[] = readonly unknown[],
  Options = object,
  Needs = unknown,
> {
  /** At least one, each a whole command line; shown under the help and run in the documentation's tests. */
  readonly examples: readonly string[];
  /** Names that --json=… may select: the JSON contract of docs/json.md. Adds the shared format flags. */
  readonly columns?: readonly { readonly key: string }[];
  /** `list` adds --json --ndjson --csv --limit, `record` --json only. */
  readonly format?: 'list' | 'record';
  /** With `real` it lives on the machine's time, whatever REMIND_CLOCK says: it starts what that names, or asks it. */
  readonly time?: 'real';
  /** With `nagios` (0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN) every thrown error ends with 3. */
  readonly exitCodes?: 'nagios';
  describe(command: CommandBuilder): void;
  /** Returns the exit code; nothing means 0. Throws RemindError for what the person can mend. */
  run(context: Context & Needs, args: Args, options: Options & FormatFlags): Promise<ExitCode | undefined>;
}
