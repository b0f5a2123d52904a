// Receipts: what Twilio's status words mean for the person who was to be reached.

// Message and call statuses as in Twilio's API description (2010-04-01). `read` may still follow `delivered`.
export const FINAL_MESSAGE_STATUSES = [
  'delivered',
  'undelivered',
  'failed',
  'canceled',
  'read',
  'received',
] as const;

export const FINAL_CALL_STATUSES = ['completed', 'busy', 'failed', 'no-answer', 'canceled'] as const;

export function isFinalMessage(status: string): boolean {
  return (FINAL_MESSAGE_STATUSES as readonly string[]).includes(status);
}

export function isFinalCall(status: string): boolean {
  return (FINAL_CALL_STATUSES as readonly string[]).includes(status);
}

/**
 * One word for a call: a completed call was `answered`, unless a machine or a fax took it.
 * `answeredBy` is Twilio's: human, machine_start, machine_end_…, fax, unknown, or null without detection.
 */
export function callReceipt(status: string, answeredBy: string | null): string {
  if (status !== 'completed') return status;
  if (answeredBy === null) return 'answered';
  if (answeredBy.startsWith('machine')) return 'machine';
  return answeredBy === 'fax' ? 'fax' : 'answered';
}

/** Twilio's message statuses are words enough. */
export function messageReceipt(status: string): string {
  return status;
}
