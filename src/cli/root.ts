// What the program asks of the composition root (context.ts), and what it gives it.

import type { Context } from '../core/command.ts';

/** Made by the program from argv and the streams, before any service exists. */
export interface Shell extends Pick<Context, 'env' | 'flags' | 'out' | 'ask' | 'signal' | 'stdin'> {
  /** Of the command that is going to run. */
  readonly time?: 'real' | undefined;
}

/** Candidates for shell completion; quick, and empty rather than an error when there is no database. */
export interface Completions {
  completionIds(prefix: string): Promise<readonly string[]>;
  contactNames(prefix: string): Promise<readonly string[]>;
}

/** One run's services. */
export interface Root {
  /** Everything any command needs: services are thunks, and nothing is opened until one is called. */
  readonly context: Context & Completions;
  /** Secrets read so far, masked in every error report. */
  secrets(): readonly string[];
  /** Closes what was opened; called once, whether the command succeeded or not. */
  close(): Promise<void>;
}

/** Throws RemindError when the configuration cannot be used. Called once per run, after the flags are parsed. */
export type OpenRoot = (shell: Shell) => Root | Promise<Root>;
