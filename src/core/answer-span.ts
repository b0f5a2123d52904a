// Which texts an answer can be about, by when they were sent.

import { DAY_MS } from './wall.ts';

/** Nobody answers a text of last week, and most are about tomorrow. */
export const ANSWERED_WITHIN_MS = 7 * DAY_MS;
