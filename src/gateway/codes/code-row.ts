// The shape of a row in the tables of Twilio's error codes.

/**
 * What a code asks for:
 * - `halt`: every send from here will fail alike until a person mends it
 * - `permanent`: this one will never work; others may
 * - `later`: accepted and not delivered; a new message later may get through
 * - `retry`: not processed; the same request may be made again
 * - `unknown`: it may have been processed all the same
 */
export type CodeClass = 'halt' | 'permanent' | 'later' | 'retry' | 'unknown';

/** Code, class, what it means, what to do: both in our words, without a full stop. */
export type CodeRow = readonly [code: number, kind: CodeClass, meaning: string, remedy: string];
