// Schema 6: the indexes that find what nobody here has sent.

import type { Migration } from '../db.ts';

export const migration: Migration = {
  version: 6,
  name: 'strangers',
  sqlite: `
  -- Rows of Twilio's that no request was given: few beside those that one was, which are not in these.
  create index twilio_message_loose on twilio_message (account_sid, date_created) where intent_id is null;
  create index twilio_call_loose on twilio_call (account_sid, date_created) where intent_id is null;
  create index intent_absent on intent (created_at) where outcome = 'absent';
`,
};
