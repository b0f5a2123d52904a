// Schema 1: tenants to receipts. Instants are ms since 1970 UTC, `wall` a local time without offset, JSON is text.

import type { Migration } from '../db.ts';
import { PEOPLE } from './0001-people.ts';
import { REMINDERS } from './0001-reminders.ts';
import { REQUESTS } from './0001-requests.ts';

export const migration: Migration = {
  version: 1,
  name: 'main job',
  sqlite: `${PEOPLE}${REMINDERS}${REQUESTS}`,
};
