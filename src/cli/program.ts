// argv to one command and its arguments. Commander parses; only the command that is named is loaded.

import { Command, type CommanderError, Option } from 'commander';
import type { CommandModule, FormatFlags, GlobalFlags } from '../core/command.ts';
import { UsageError } from '../core/errors.ts';
import { didYouMean } from '../core/suggest.ts';
import type { CommandEntry } from './command-entry.ts';
import {
  addFormatFlags,
  addGlobalFlags,
  commandOptions,
  globalFlags,
  joinJsonFlag,
  refuseOpposites,
  repeatFlags,
} from './flags.ts';
import { helpFooter, helpFormatter, helpWidth, pathOf } from './help.ts';
import { NOUNS } from './registry.ts';
import { HELP_FLAG } from './shared-flags.ts';

/** What the words on the command line amount to. */
export interface Invocation {
  readonly module: CommandModule;
  readonly args: readonly unknown[];
  readonly options: FormatFlags;
  readonly flags: GlobalFlags;
}

export interface Parsing {
  readonly registry: readonly CommandEntry[];
  /** Where help goes. */
  write(text: string): void;
  /** Columns to set help to. */
  readonly columns: number;
  /** Told of the command as soon as it is loaded, so that a usage error can end with the command's own code. */
  onLoad(module: CommandModule): void;
}

/** Thrown through commander when help was printed and there is nothing to run. */
class HelpShown extends Error {}

/** The command to run, or undefined when help was asked for and printed. Throws UsageError. */
export async function parseCommandLine(
  argv: readonly string[],
  parsing: Parsing,
): Promise<Invocation | undefined> {
  let invocation: Invocation | undefined;
  // Only commands whose first word was typed, if any was: building all of them takes 2 ms of a start.
  const named = parsing.registry.filter(({ path }) => argv.includes(path[0]));
  const program = buildTree(parsing, named.length > 0 ? named : parsing.registry, (found) => {
    invocation = found;
  });
  // `help X` takes commander's other path, which would not load X.
  const words = argv[0] === 'help' ? [...argv.slice(1), '--help'] : argv;
  try {
    await program.parseAsync(words, { from: 'user' });
  } catch (error) {
    if (!(error instanceof HelpShown)) throw error;
  }
  return invocation;
}

function buildTree(
  parsing: Parsing,
  entries: readonly CommandEntry[],
  found: (invocation: Invocation) => void,
): Command {
  const program = prepare(new Command('remind'), parsing);
  program
    .enablePositionalOptions()
    .helpCommand(false)
    .addHelpOption(new Option(...HELP_FLAG).helpGroup('Global flags:'))
    .configureHelp(helpFormatter(parsing.registry))
    .configureOutput({
      writeOut: (text) => parsing.write(text),
      // Errors are thrown as UsageError and printed by report.ts.
      writeErr: () => {},
      getOutHelpWidth: () => helpWidth(parsing.columns),
    });
  const nodes = new Map<string, Command>();
  const loads = new Map<Command, CommandEntry>();
  for (const entry of entries) {
    const [noun, verb] = entry.path;
    const parent = nodes.get(noun) ?? child(program, noun, parsing).description(NOUNS[noun] ?? entry.summary);
    nodes.set(noun, parent);
    const leaf = verb === undefined ? parent : child(parent, verb, parsing);
    loads.set(leaf.description(entry.summary), entry);
  }
  for (const node of [program, ...nodes.values()]) if (!loads.has(node)) addGlobalFlags(node);
  const load = async (parent: Command, next: Command) => {
    const entry = loads.get(next);
    const goesDeeper = next.commands.some((deeper) => deeper.name() === parent.args[1]);
    if (!entry || goesDeeper) return;
    const { command: module } = await entry.load();
    parsing.onLoad(module);
    describe(next, module, parsing);
    next.action(() => found(invocationOf(next, module)));
  };
  for (const parent of [program, ...nodes.values()]) parent.hook('preSubcommand', load);
  return program;
}

function child(parent: Command, name: string, parsing: Parsing): Command {
  return prepare(parent.command(name), parsing);
}

/** Makes a command throw UsageError instead of printing and leaving, and accept the global flags. */
function prepare(command: Command, parsing: Parsing): Command {
  command.exitOverride((error) => {
    throw translate(error, command, parsing);
  });
  const refuseUnknown = () => {
    const [word] = command.args;
    if (!command.commands.length || word === undefined || word.startsWith('-')) return;
    throw unknownCommand(word, command, parsing);
  };
  // Without this, `remind tpyo --help` would print the first page and end with 0.
  command.on('beforeHelp', refuseUnknown);
  return command;
}

function describe(command: Command, module: CommandModule, parsing: Parsing): void {
  module.describe(command.optionsGroup('Flags:'));
  repeatFlags(command);
  refuseOpposites(command);
  if (module.format) joinJsonFlag(command);
  addFormatFlags(command, module.format);
  addGlobalFlags(command);
  command.addHelpText('after', helpFooter(module, helpWidth(parsing.columns)));
}

function invocationOf(command: Command, module: CommandModule): Invocation {
  return {
    module,
    args: command.processedArgs,
    options: commandOptions(command),
    flags: globalFlags(command),
  };
}

/** Commander's sentence, in the words of the other errors. */
function ours(message: string): string {
  return message
    .replace(/^error: /, '')
    .replace(/^unknown option '(.*?)'/, 'there is no flag $1')
    .replace(/^option '(?:-\w, )?(\S+) (.*)' argument missing/, '$1 needs a value: $2')
    .replace(/^missing required argument '(.*)'/, '<$1> is missing')
    .replace(/^too many arguments.*Expected (\d+) arguments? but got (\d+)\.$/, (_all, most, given) =>
      most === '0' ? 'no argument is expected here' : `${given} arguments were given, ${most} expected`,
    );
}

function unknownCommand(word: string, command: Command, { registry }: Parsing): UsageError {
  const known = command.parent
    ? command.commands.map((each) => each.name())
    : registry.map(({ path }) => path[0]);
  const help = ['remind', pathOf(command), '--help'].filter(Boolean).join(' ');
  return new UsageError(
    `there is no command "${['remind', pathOf(command), word].filter(Boolean).join(' ')}"`,
    {
      hint: didYouMean(word, new Set(known)) ?? help,
    },
  );
}

/** No flag of ours begins with a digit: `-5s` is a value. */
function aboutNegative(message: string): string | undefined {
  if (!/^there is no flag -\d/.test(message)) return undefined;
  return 'durations and numbers are positive; a value that begins with a dash goes behind --';
}

function translate(error: CommanderError, command: Command, parsing: Parsing): Error {
  if (error.code === 'commander.helpDisplayed') return new HelpShown();
  if (error.code === 'commander.help') {
    // A bare `remind` or `remind contact`: help is the answer, as it is for gh.
    parsing.write(command.helpInformation());
    return new HelpShown();
  }
  if (error.code === 'commander.unknownCommand')
    return unknownCommand(command.args[0] ?? '', command, parsing);
  const [message = '', suggestion] = ours(error.message).split('\n');
  const help = `remind ${pathOf(command)} --help`.replace('  ', ' ');
  const near = suggestion?.replace(/[()]/g, '').replace('Did', 'did');
  const fields = error.code === 'commander.excessArguments' && command.opts()['json'] === '';
  const first = fields ? 'write the fields as --json=a,b' : (aboutNegative(message) ?? near);
  return new UsageError(message, { hint: first ? `${first} (${help})` : help });
}
