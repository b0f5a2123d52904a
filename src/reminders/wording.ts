// The words of a reminder: a template and its variables made into what is sent, checked for its channel.

import { assertAsksForNoOptWord } from '../core/asked-words.ts';
import { cleanBody } from '../core/body.ts';
import { UsageError } from '../core/errors.ts';
import type { Reminder } from '../core/reminder.ts';
import { spokenDate, spokenTime } from '../core/say-time.ts';
import { listVariables, render } from '../core/template.ts';

/** Variables the program knows by itself; a person may give `name` by hand, never these two. */
const RESERVED = ['time', 'date'];

export interface Wording {
  readonly template: string;
  /** What `{{name}}` becomes; null when nobody knows. */
  readonly name: string | null;
  /** The template's other variables; a `name` among them goes before the contact's. */
  readonly variables: Readonly<Record<string, string>>;
}

/** The three columns that a reminder's words are kept in. */
export type StoredWords = Pick<Reminder, 'body' | 'template' | 'variables'>;

/**
 * The words as they are sent, and what it takes to word them again. `wall` is what `{{time}}` and `{{date}}`
 * tell: the appointment's local time, or the reminder's own when it has none.
 * @throws UsageError for an unknown variable or a body that cannot be sent
 */
export function wordReminder({ template, name, variables }: Wording, wall: string): StoredWords {
  const taken = Object.keys(variables).find((key) => RESERVED.includes(key));
  if (taken !== undefined) {
    throw new UsageError(`{{${taken}}} is told by the clock and cannot be given by hand`, {
      hint: 'use another name for the variable',
    });
  }
  const known = {
    ...(name === null ? {} : { name }),
    ...variables,
    time: spokenTime(wall),
    date: spokenDate(wall),
  };
  const body = cleanBody(render(template, known));
  assertAsksForNoOptWord(body);
  const used = listVariables(template);
  if (used.length === 0) return { body, template: null, variables: null };
  const own = Object.fromEntries(Object.entries(variables).filter(([key]) => used.includes(key)));
  return {
    body,
    template,
    variables: Object.keys(own).length === 0 ? null : JSON.stringify(own),
  };
}

/** A stored reminder's template (or plain body) and variables, to be worded for another time or person. */
export function wordingOf(reminder: StoredWords, name: string | null): Wording {
  return {
    template: reminder.template ?? reminder.body,
    name,
    variables: reminder.variables === null ? {} : (JSON.parse(reminder.variables) as Record<string, string>),
  };
}

/** `k=v` pairs as typed after --var. @throws UsageError for one without a name or an equals sign */
export function parseVariables(pairs: readonly string[]): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const pair of pairs) {
    const at = pair.indexOf('=');
    const key = pair.slice(0, at).trim();
    if (at < 1 || key === '')
      throw new UsageError(`--var: "${pair}" is not NAME=VALUE`, { hint: 'such as --var doctor="Dr. Ng"' });
    variables[key] = pair.slice(at + 1);
  }
  return variables;
}
