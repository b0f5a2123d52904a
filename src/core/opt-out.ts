// An opt-out in words.

export interface SaidOptOut {
  readonly person: string;
  /** As it was written; for a refusal Twilio's code. */
  readonly word: string;
  readonly source: 'text' | 'refusal' | 'hand';
  /** The number or messaging service; null for whatever the sender. */
  readonly sender: string | null;
  readonly tenantName: string | null;
}

/** `+12025550123 has opted out ("STOP" to +15005550006)` */
export function describeOptOut({ person, word, sender, tenantName, source }: SaidOptOut): string {
  const whom = sender ?? tenantName;
  const said = source === 'refusal' ? `Twilio says so: ${word}` : `"${word}"`;
  return `${person} has opted out (${said}${whom === null ? '' : ` to ${whom}`})`;
}
