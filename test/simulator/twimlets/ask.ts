// Asks a Twimlet without HTTP: a query string and a form in, what it answers out.

import { seededRandom } from '../../../src/simulator/random.ts';
import { TWIMLETS } from '../../../src/simulator/twimlets/table.ts';
import type { TwimletAnswer } from '../../../src/simulator/twimlets/twimlet.ts';
import { parseVars } from '../../../src/simulator/twimlets/vars.ts';

export const ORIGIN = 'http://twimlets.com';
const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** The whole answer. */
export function answerOf(name: string, query: string, form = '', seed = 1): TwimletAnswer {
  const vars = parseVars(query);
  const twimlet = TWIMLETS[name];
  if (twimlet === undefined) throw new Error(`no Twimlet ${name}`);
  return twimlet({
    query: vars,
    request: new Map([...vars, ...parseVars(form)]),
    origin: ORIGIN,
    random: seededRandom(seed, 'test'),
  });
}

/** What is inside the Response element, or `302 ` and where to. */
export function ask(name: string, query: string, form = ''): string {
  const answer = answerOf(name, query, form);
  if ('location' in answer) return `302 ${answer.location}`;
  if (answer.twiml === `${HEAD}<Response/>\n`) return '';
  const inside = /^<Response>(.*)<\/Response>\n$/s.exec(answer.twiml.slice(HEAD.length))?.[1];
  if (!answer.twiml.startsWith(HEAD) || inside === undefined) throw new Error(`no document: ${answer.twiml}`);
  return inside;
}
