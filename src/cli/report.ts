// An error as the person sees it on stderr, and the exit code it ends the program with.

import type { CommandModule } from '../core/command.ts';
import { EXIT, type ExitCode, InterruptedError, RemindError, TwilioError } from '../core/errors.ts';
import { redact } from '../core/redact.ts';
import { machineTrouble } from '../system/file-trouble.ts';
import { plain } from '../terminal/plain.ts';

/** Environment variables whose value is a secret whoever reads it. */
const SECRET_ENV = ['TWILIO_AUTH_TOKEN', 'TWILIO_API_SECRET'] as const;

/** The secrets in the environment. */
export function environmentSecrets(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  return SECRET_ENV.flatMap((name) => env[name] ?? []);
}

/** stdout was closed by its reader (`remind list | head`): not an error, but nothing more can be printed. */
export class OutputClosed extends Error {}

export interface Reporting {
  write(text: string): void;
  /** Show the stack of an unexpected error. */
  readonly debug: boolean;
  readonly secrets: readonly string[];
  /** The command that was running, if it was loaded. */
  readonly module?: CommandModule | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Prints `error:`, `hint:`, `docs:` and answers the exit code. Never throws, prints no secret. */
export function reportError(thrown: unknown, reporting: Reporting): ExitCode {
  const cause = causeOfEnd(thrown, reporting.signal);
  const error = cause instanceof RemindError ? cause : (machineTrouble(cause) ?? cause);
  if (error instanceof OutputClosed) return EXIT.ok;
  const lines = error instanceof RemindError ? expected(error) : bug(error);
  if (reporting.debug && error instanceof Error) lines.push(...stacks(error));
  reporting.write(`${plain(redact(lines.join('\n'), reporting.secrets))}\n`);
  return exitCodeFor(error instanceof RemindError ? error.exitCode : EXIT.bug, reporting.module);
}

/** Nagios reads 1 and 2 as WARNING and CRITICAL: for a command that speaks it, any trouble of ours is UNKNOWN, 3. */
function exitCodeFor(code: ExitCode, module: CommandModule | undefined): ExitCode {
  return module?.exitCodes === 'nagios' && code !== EXIT.interrupted ? 3 : code;
}

/** What an aborted signal ended with counts for more than the AbortError it came out as. */
function causeOfEnd(thrown: unknown, signal: AbortSignal | undefined): unknown {
  const aborted = signal?.aborted && thrown instanceof Error && thrown.name === 'AbortError';
  return aborted ? signal.reason : thrown;
}

function expected(error: RemindError): string[] {
  const lines = [error instanceof InterruptedError ? error.message : `error: ${error.message}`];
  if (error instanceof TwilioError) lines.push(...twilioLine(error));
  if (error.hint !== undefined) lines.push(`hint: ${error.hint}`);
  if (error.docs !== undefined) lines.push(`docs: ${error.docs}`);
  return lines;
}

function twilioLine({ code, status, requestId }: TwilioError): string[] {
  const parts = [
    code === undefined ? [] : [`error ${code}`],
    status === undefined ? [] : [`HTTP ${status}`],
    requestId === undefined ? [] : [`request ${requestId}`],
  ].flat();
  return parts.length > 0 ? [`twilio: ${parts.join(', ')}`] : [];
}

function bug(error: unknown): string[] {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return [
    `error: this is a bug in remind: ${text}`,
    'hint: please report it, with what --debug prints; secrets are masked there',
  ];
}

function stacks(error: Error): string[] {
  const lines = [error.stack ?? String(error)];
  for (let { cause } = error; cause instanceof Error; { cause } = cause)
    lines.push(`caused by: ${cause.stack}`);
  return lines;
}
