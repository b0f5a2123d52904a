// Brings a database to rest as cron and a person would: a run when something is due, a decision when one is asked for.

import { type Books, readBooks } from './books.ts';
import type { World } from './home.ts';
import { type Env, runToEnd } from './program.ts';

// Three looks, a resend, a few tries after 429s, and as much again.
const MOST_RUNS = 24;

/** Runs the daemon until nothing is open before `horizon`. Returns how many runs it took. */
export async function bringToRest(world: World, horizon = Number.POSITIVE_INFINITY): Promise<number> {
  for (let runs = 0; runs < MOST_RUNS; runs += 1) {
    const books = await readBooks(world.database);
    const absent = books.reminders.filter(({ state, outcome }) => state === 'unknown' && outcome === 'absent');
    const at = nextInstant(books);
    if (absent.length > 0) await letGo(world.env, absent.map(({ id }) => String(id)));
    else if (at === undefined || at > horizon) return runs;
    else await jumpTo(world, at);
    // 8: something failed; that is for the audit to find.
    await runToEnd(['daemon', '--once'], world.env, [0, 8]);
  }
  return MOST_RUNS;
}

/** A call that Twilio does not have waits for a person, who lets it ring. */
async function letGo(env: Env, ids: readonly string[]): Promise<void> {
  await runToEnd(['resolve', ...ids, '--retry', '--yes'], env);
}

/** When the next thing is due: a reminder, the end of a lease, a look. */
function nextInstant({ reminders, intents }: Books): number | undefined {
  const instants = [
    ...reminders.filter(({ state }) => state === 'scheduled').map(({ runAt }) => runAt),
    ...intents.filter(({ outcome }) => outcome === 'pending').map(({ leaseUntil }) => leaseUntil + 1),
    ...intents.flatMap(({ nextLookAt }) => nextLookAt ?? []),
  ];
  return instants.length === 0 ? undefined : Math.min(...instants);
}

export async function jumpTo({ simulator: { clock } }: World, instant: number): Promise<void> {
  await clock.advance(Math.max(0, instant - clock.now()));
}
