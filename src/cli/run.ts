// One run of the program: parse, open the services, run the command, close, report. Answers the exit code.

import type { CommandModule, FormatFlags, GlobalFlags } from '../core/command.ts';
import { EXIT, type ExitCode, UsageError } from '../core/errors.ts';
import { didYouMean } from '../core/suggest.ts';
import { formatOf, isForProgram, parseLimit } from '../terminal/format-flags.ts';
import { openOutput } from '../terminal/output.ts';
import { plainLine } from '../terminal/plain.ts';
import { createPrompts } from '../terminal/prompts.ts';
import { columnsOf, readAll, type Streams } from '../terminal/streams.ts';
import type { CommandEntry } from './command-entry.ts';
import { HELP_TOPICS, helpTopic } from './help-topics.ts';
import type { Invocation } from './program.ts';
import { REGISTRY } from './registry.ts';
import { environmentSecrets, reportError } from './report.ts';
import type { OpenRoot, Root } from './root.ts';

export interface Run {
  readonly argv: readonly string[];
  readonly streams: Streams;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  /** Loads the composition root; called only when a command is about to run. */
  loadRoot(): Promise<OpenRoot>;
  readonly registry?: readonly CommandEntry[];
}

/** What is known of a run when it fails. */
interface Progress {
  module?: CommandModule;
  root?: Root;
}

/** Runs one command line. Never throws. */
export async function runProgram(run: Run): Promise<ExitCode> {
  const progress: Progress = {};
  try {
    if (await answerWithoutCommand(run)) return EXIT.ok;
    const invocation = await parse(run, progress);
    return invocation ? await runCommand(run, invocation, progress) : EXIT.ok;
  } catch (error) {
    const { env, streams } = run;
    return reportError(error, {
      write: (text) => streams.stderr.write(text),
      debug: isDebugging(run),
      secrets: [...(progress.root?.secrets() ?? []), ...environmentSecrets(env)],
      module: progress.module,
      signal: run.signal,
    });
  }
}

/** Help topics, and the shell asking what could come next. */
async function answerWithoutCommand(run: Run): Promise<boolean> {
  const [first, second, ...rest] = run.argv;
  if (first === '__complete') {
    await answerShell(run, rest);
    return true;
  }
  if (first !== 'help' || second === undefined || second.startsWith('-')) return false;
  const text = await helpTopic(second);
  if (text !== undefined) run.streams.stdout.write(text);
  else refuseUnknownTopic(second, run.registry ?? REGISTRY);
  return text !== undefined;
}

function refuseUnknownTopic(word: string, registry: readonly CommandEntry[]): void {
  const known = registry.map(({ path }) => path[0]);
  if (known.includes(word)) return;
  throw new UsageError(`there is no help on "${word}"`, {
    hint: didYouMean(word, [...HELP_TOPICS, ...new Set(known)]) ?? 'remind help',
  });
}

/** One candidate a line, a tab and its meaning behind it. Whatever fails, the shell hears nothing of it. */
async function answerShell(run: Run, words: readonly string[]): Promise<void> {
  const { complete } = await import('./complete.ts');
  const flags = { profile: words[words.indexOf('--profile') + 1], quiet: true, input: false, debug: false };
  let root: Root | undefined;
  try {
    const candidates = await complete({
      words,
      registry: run.registry ?? REGISTRY,
      openNames: async () => {
        const given = words.includes('--profile') ? flags : { ...flags, profile: undefined };
        root = await openRoot(run, given, { options: {}, time: undefined });
        return root.context;
      },
    });
    const lines = candidates.map(({ word, meaning }) => plainLine(word) + (meaning ? `\t${meaning}` : ''));
    run.streams.stdout.write(lines.map((line) => `${line}\n`).join(''));
  } catch {
    // No database yet, or a configuration to mend: completion is not the place to say so.
  } finally {
    await root?.close().catch(() => {});
  }
}

async function parse({ argv, streams, registry }: Run, progress: Progress): Promise<Invocation | undefined> {
  // Loaded here, so that topics and completion do without commander.
  const { parseCommandLine } = await import('./program.ts');
  return parseCommandLine(argv, {
    registry: registry ?? REGISTRY,
    columns: columnsOf(streams.stdout),
    write: (text) => streams.stdout.write(text),
    onLoad: (module) => {
      progress.module = module;
    },
  });
}

async function runCommand(run: Run, { module, args, options, flags }: Invocation, progress: Progress) {
  assertFormat(module, options);
  const root = await openRoot(run, flags, { options, time: module.time });
  progress.root = root;
  let code: ExitCode | undefined;
  try {
    code = await module.run(root.context, args, options);
  } catch (error) {
    // The command's error is the one to tell; one from closing would only hide it.
    await root.close().catch(() => {});
    throw error;
  }
  await root.close();
  return code ?? EXIT.ok;
}

/** Before anything is done: a field that does not exist must not be found out after the reminder was sent. */
function assertFormat({ columns }: CommandModule, options: FormatFlags): void {
  if (!columns) return;
  formatOf(
    options,
    columns.map(({ key }) => key),
  );
  parseLimit(options.limit, 1);
}

interface Wanted {
  readonly options: FormatFlags;
  readonly time: CommandModule['time'];
}

async function openRoot(run: Run, flags: GlobalFlags, { options, time }: Wanted): Promise<Root> {
  const { streams, env, signal } = run;
  const tables = !isForProgram(options);
  const out = await openOutput({ streams, env, color: flags.color, quiet: flags.quiet, tables });
  const ask = createPrompts({ streams, input: flags.input });
  const open = await run.loadRoot();
  return open({ env, flags, out, ask, signal, time, stdin: () => readAll(streams.stdin, signal) });
}

// Asked before the flags are parsed too, since parsing may be what failed.
function isDebugging({ argv, env }: Run): boolean {
  const end = argv.indexOf('--');
  return argv.slice(0, end < 0 ? undefined : end).includes('--debug') || Boolean(env['REMIND_DEBUG']);
}
