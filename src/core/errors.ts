// The errors a person may meet, and the exit code each one ends the program with.

/** What the shell sees. `remind help exit-codes` prints this table. */
export const EXIT = {
  ok: 0,
  bug: 1,
  usage: 2,
  notFound: 3,
  credentials: 4,
  refused: 5,
  twilio: 6,
  unhealthy: 7,
  partial: 8,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export interface ErrorDetails {
  /** What to do next: one line, usually a command. */
  readonly hint?: string;
  /** Where to read more: a URL or a `remind help` topic. */
  readonly docs?: string;
  readonly cause?: unknown;
}

/** Base of every error that is not a bug: `message` says what happened, `hint` what to do. */
export class RemindError extends Error {
  readonly exitCode: ExitCode;
  readonly hint: string | undefined;
  readonly docs: string | undefined;

  constructor(message: string, exitCode: ExitCode, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = new.target.name;
    this.exitCode = exitCode;
    this.hint = details.hint;
    this.docs = details.docs;
  }
}

/** The words typed cannot be carried out: a bad flag, date, number, file or configuration. Exit 2. */
export class UsageError extends RemindError {
  constructor(message: string, details?: ErrorDetails) {
    super(message, EXIT.usage, details);
  }
}

/** Nothing, or more than one thing, answers to that name. Exit 3. */
export class NotFoundError extends RemindError {
  constructor(message: string, details?: ErrorDetails) {
    super(message, EXIT.notFound, details);
  }
}

/** Credentials are missing, wrong or unsafely kept. Exit 4. */
export class CredentialError extends RemindError {
  constructor(message: string, details?: ErrorDetails) {
    super(message, EXIT.credentials, details);
  }
}

/** A guard said no: the allowlist, a foreign database, a missing confirmation. Nothing was sent. Exit 5. */
export class RefusedError extends RemindError {
  constructor(message: string, details?: ErrorDetails) {
    super(message, EXIT.refused, details);
  }
}

export interface TwilioErrorDetails extends ErrorDetails {
  readonly status?: number | undefined;
  /** Twilio's own number for the error, such as 21211. */
  readonly code?: number | undefined;
  readonly requestId?: string | undefined;
}

/** Twilio answered, and refused. Exit 6. */
export class TwilioError extends RemindError {
  readonly status: number | undefined;
  readonly code: number | undefined;
  readonly requestId: string | undefined;

  constructor(message: string, details: TwilioErrorDetails = {}) {
    super(message, EXIT.twilio, details);
    this.status = details.status;
    this.code = details.code;
    this.requestId = details.requestId;
  }
}

/** A check failed: doctor, a locked or damaged database, a full disk. Exit 7. */
export class UnhealthyError extends RemindError {
  constructor(message: string, details?: ErrorDetails) {
    super(message, EXIT.unhealthy, details);
  }
}

/** Some of it was done, some not; the message says which. Exit 8. */
export class PartialError extends RemindError {
  constructor(message: string, details?: ErrorDetails) {
    super(message, EXIT.partial, details);
  }
}

/** The person said stop. Exit 130. */
export class InterruptedError extends RemindError {
  constructor(message = 'interrupted', details?: ErrorDetails) {
    super(message, EXIT.interrupted, details);
  }
}
