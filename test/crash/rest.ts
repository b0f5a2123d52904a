// Brings a database to rest as an operator would: a daemon works, time passes, a person decides when she is asked to.

import { readOnly } from '../../src/store/read-only.ts';
import type { World } from './home.ts';
import { launch, type Program, runToEnd } from './program.ts';

const LOOK_MS = 80;
// In real time; the daemon's own rounds come each second.
const STUCK_MS = 30_000;

interface Agenda {
  /** The next reminder, end of a dead sender's lease, or look at Twilio; null when nothing is to come. */
  readonly at: number | null;
  /** Sends that the daemon has under way. */
  readonly busy: number;
  /** Reminders that wait for a person: Twilio does not have them. */
  readonly absent: string | null;
}

/** A daemon works until nothing is open before `horizon`. @throws Error when it does not get there, or ends badly. */
export async function bringToRest(world: World, horizon = Number.POSITIVE_INFINITY): Promise<void> {
  const isOver = ({ absent, busy, at }: Agenda): boolean =>
    absent === null && busy === 0 && (at === null || at > horizon);
  if (isOver(await readAgenda(world.database, 0))) return;
  const daemon = launch(['daemon', '--json'], world.env);
  let left = STUCK_MS / LOOK_MS;
  let before = '';
  for (;;) {
    const agenda = await readAgenda(world.database, daemon.child.pid ?? 0);
    if (isOver(agenda)) return stop(daemon);
    const now = JSON.stringify(agenda);
    left = now === before ? left - 1 : STUCK_MS / LOOK_MS;
    before = now;
    if (left <= 0) break;
    await moveOn(world, agenda);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  daemon.child.kill('SIGKILL');
  const { stdout, stderr } = await daemon.ended;
  throw new Error(`never at rest: ${before}\n${stderr}${stdout}`);
}

async function moveOn(world: World, { at, busy, absent }: Agenda): Promise<void> {
  // A call that Twilio does not have waits for a person, who lets it ring.
  if (absent !== null) await runToEnd(['resolve', ...absent.split(','), '--retry', '--yes'], world.env);
  else if (busy === 0 && at !== null) await jumpTo(world, at);
}

async function stop({ child, ended }: Program): Promise<void> {
  child.kill('SIGTERM');
  const { code, signal, stderr } = await ended;
  if (code !== 0) throw new Error(`the daemon ended with ${code ?? signal}: ${stderr}`);
}

function readAgenda(path: string, pid: number): Promise<Agenda> {
  const own = `%:${pid}:%`;
  return readOnly(path, async (sql) => {
    const agenda = await sql.get<Agenda>(
      `select (select min(at) from (
          select min(run_at) as at from reminder where state = 'scheduled'
          union all
          select min(lease_until) + 1 from intent where outcome = 'pending' and worker_id not like ?
          union all
          select min(next_look_at) from intent where next_look_at is not null)) as at,
        (select count(*) from intent where outcome = 'pending' and worker_id like ?) as busy,
        (select group_concat(r.id) from reminder r join intent i on i.id = r.intent_id
         where r.state = 'unknown' and i.outcome = 'absent') as absent`,
      [own, own],
    );
    return agenda as Agenda;
  });
}

/** Time never goes back: an instant that is past changes nothing. */
export async function jumpTo({ simulator: { clock } }: World, instant: number): Promise<void> {
  await clock.advance(Math.max(0, instant - clock.now()));
}
