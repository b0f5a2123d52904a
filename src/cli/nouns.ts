// Nouns that take verbs, and what each is about.

/** What a noun is about, for its line in `remind help`. */
export const NOUNS: Readonly<Record<string, string>> = {
  contact: 'People, their numbers and time zones',
  tenant: 'Whom you send for: zone, sender, quiet hours',
  fuse: 'The limits that no sending, however wrong, gets past',
  profile: 'Accounts and databases side by side',
  config: 'Settings and where they come from',
  db: 'The database behind it all',
};
