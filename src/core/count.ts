// Counts as a person reads them.

/** `1 reminder`, `2 reminders`. `what` is a noun whose plural is made with an s. */
export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
