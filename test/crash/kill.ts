// One case of the matrix: a home is brought to the point, the process is killed there, the next ones clean up.

import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { FaultSpec } from '../../src/simulator/faults.ts';
import { auditAnytime, auditAtRest, type Findings, type Wanted } from './audit.ts';
import { ledgerOf, readBooks } from './books.ts';
import {
  BACKUP,
  HOUR,
  type Homes,
  LATECOMER,
  MINUTE,
  RECIPIENTS,
  START,
  type World,
  writeBook,
} from './home.ts';
import type { Case, RunName } from './matrix.ts';
import { launch, runToEnd } from './program.ts';
import { bringToRest, jumpTo } from './rest.ts';

export interface Outcome extends Findings {
  readonly case: Case;
  /** How many processes died by SIGKILL. */
  readonly kills: number;
  /** What Twilio had taken by then. */
  readonly taken: number;
}

// On a machine so busy that the handshake with the simulator takes more than its two seconds, `remind` refuses to run
// on the simulator's time; answers that take more than a second are not waited for, so that the point is not come by;
// and a kill from outside may come too late. Where nobody was killed nothing was shown, and the case is begun anew.
const TOO_BUSY = /virtual time is for the simulator only|no simulator answers|not killed at/;
const TRIES = 4;

export async function killOnce(homes: Homes, one: Case, tries = TRIES): Promise<Outcome> {
  try {
    return await homes.use(one.run, one.via, (world) => carryOut(world, one));
  } catch (error) {
    if (tries > 1 && TOO_BUSY.test(String(error))) return killOnce(homes, one, tries - 1);
    const unlawful = [error instanceof Error ? error.message : String(error)];
    return { case: one, kills: 0, taken: 0, lost: 0, doubled: 0, unlawful, foreign: [] };
  }
}

async function carryOut(world: World, one: Case): Promise<Outcome> {
  const plan = PLANS[one.run];
  await plan.before?.(world);
  world.simulator.setFaults(faultsOf(one, plan.strikes));
  await dieAt(world, one, plan);
  const ledger = ledgerOf(world.simulator);
  const atKill = auditAnytime(await readBooks(world.database), ledger);
  const wanted = await plan.after(world, one);
  const findings = auditAtRest(await readBooks(world.database), ledgerOf(world.simulator), wanted);
  const unlawful = [...atKill.map((what) => `at the kill: ${what}`), ...findings.unlawful];
  return { case: one, kills: 1, taken: ledger.length, ...findings, unlawful };
}

// In real time: what is not killed by then does not come by the point.
const MOST_MS = 60_000;

function passTime({ simulator }: World): void {
  void simulator.clock.advance(MINUTE / 2 + 1_000);
}

/** @throws Error when the process ended in any other way than by SIGKILL. */
async function dieAt(world: World, { point }: Case, plan: Plan): Promise<void> {
  const args = plan.args(world);
  const program =
    point === 'request:at-twilio'
      ? killedFromOutside(world, args)
      : launch(args, { ...world.env, REMIND_CRASH_AT: point });
  // A look that a fault has struck is made again after half a minute.
  const time = plan.timePasses ? setInterval(() => passTime(world), 1_500) : undefined;
  const most = setTimeout(() => program.child.kill('SIGTERM'), MOST_MS);
  const { code, signal, stderr } = await program.ended;
  clearInterval(time);
  clearTimeout(most);
  if (signal !== 'SIGKILL')
    throw new Error(`not killed at ${point}: ended with ${code ?? signal}: ${stderr}`);
}

/** Killed while Twilio is taking something, before it has answered; or once it has refused it. */
function killedFromOutside({ simulator, env }: World, args: readonly string[]) {
  const program = launch(args, env);
  const kill = () => void program.child.kill('SIGKILL');
  const unwatch = simulator.onEvent(kill);
  const look = setInterval(() => {
    if (simulator.requests().some(({ method }) => method === 'POST')) kill();
  }, 1);
  void program.ended.then(() => {
    unwatch();
    clearInterval(look);
  });
  return program;
}

/** So often that one more process than the killed one may meet it; a daemon also lists for other reasons than a look. */
const TIMES = { creates: 2, fetches: 2, lists: 6 } as const;

function faultsOf({ fault }: Case, strikes: 'creates' | 'lists' | 'fetches'): readonly FaultSpec[] {
  if (fault === 'none') return [];
  if (fault === 'list-lag') return [{ name: fault, probability: 1, delayMs: 3 * MINUTE }];
  // Longer than the patience with Twilio, which is a second.
  const isLate = fault === 'delay' || fault === 'slow-body';
  return [
    { name: fault, probability: 1, times: TIMES[strikes], on: strikes, ...(isLate && { delayMs: 1_500 }) },
  ];
}

interface Plan {
  /** What the fault strikes in the run that is killed, and in those after it. */
  readonly strikes: 'creates' | 'lists' | 'fetches';
  /** Brings the home to the run that is killed. */
  before?(world: World): Promise<void>;
  args(world: World): readonly string[];
  /** While the process lives; else only when it is brought to rest. */
  readonly timePasses?: boolean;
  /** Brings it to rest; answers what is to have been sent by then. */
  after(world: World, one: Case): Promise<Wanted>;
}

const ONCE = (): readonly string[] => ['daemon', '--once'];
const FOREVER = (): readonly string[] => ['daemon', '--json'];
const ALL: Wanted = new Map(RECIPIENTS.map((to) => [to, 1]));

async function rest(world: World): Promise<Wanted> {
  await bringToRest(world);
  return ALL;
}

const PLANS: Readonly<Record<RunName, Plan>> = {
  send: { strikes: 'creates', args: ONCE, after: rest },
  follow: { strikes: 'fetches', before: sendThem, args: ONCE, after: followThem },
  recover: { strikes: 'lists', before: orphanThem, args: ONCE, after: rest },
  find: { strikes: 'lists', before: loseReplies, args: FOREVER, timePasses: true, after: rest },
  'prove-absent': {
    strikes: 'lists',
    before: reachLastLook,
    args: FOREVER,
    timePasses: true,
    after: rest,
  },
  recur: {
    strikes: 'creates',
    before: (world) => jumpTo(world, START + HOUR + 1_000),
    args: ONCE,
    after: recur,
  },
  import: { strikes: 'creates', args: importArgs, after: importAgain },
  restore: { strikes: 'creates', args: restoreArgs, after: restoreAgain },
};

/** While time stands still, in which no receipt is asked for yet. */
async function sendThem({ env, simulator }: World): Promise<void> {
  simulator.clock.pause(true);
  await runToEnd(ONCE(), env);
  simulator.clock.pause(false);
  await simulator.clock.advance(MINUTE);
}

/** Once more, since nothing is open that would make a run necessary. */
async function followThem(world: World): Promise<Wanted> {
  await world.simulator.clock.advance(10 * MINUTE);
  await runToEnd(ONCE(), world.env);
  return rest(world);
}

/** Killed with Twilio's answers in hand for a text, just before the requests for a call: taken, and not. */
async function orphanThem({ env, via, simulator }: World): Promise<void> {
  const point = via === 'sms' ? 'outcome:begun' : 'request:before-wire';
  const { signal } = await launch(ONCE(), { ...env, REMIND_CRASH_AT: point }).ended;
  if (signal !== 'SIGKILL') throw new Error(`not killed at ${point}`);
  await simulator.clock.advance(MINUTE + 1_000);
}

async function loseReplies({ env, simulator }: World): Promise<void> {
  simulator.setFaults([{ name: 'drop-reply', probability: 1 }]);
  await runToEnd(ONCE(), env);
  await simulator.clock.advance(2 * MINUTE + 1_000);
}

async function reachLastLook({ simulator }: World): Promise<void> {
  await simulator.clock.advance(10 * MINUTE);
}

/** The time that has come, and the next. */
async function recur(world: World): Promise<Wanted> {
  await bringToRest(world, START + 1.5 * HOUR);
  await jumpTo(world, START + 2 * HOUR + 1_000);
  await bringToRest(world, START + 2.5 * HOUR);
  return new Map([[RECIPIENTS[0], 2]]);
}

function importArgs(world: World): readonly string[] {
  return ['import', writeBook(world, '12:30'), '--yes'];
}

/** Killed before its release, it never was and is done again; killed after it, the daemon brings it to its end. */
async function importAgain(world: World, { point }: Case): Promise<Wanted> {
  const { env } = world;
  const wasReleased = ['released', 'row-applied', 'chunk-applied', 'closed'].includes(
    point.split(':')[1] ?? '',
  );
  if (wasReleased) await runToEnd(ONCE(), env);
  else await runToEnd(importArgs(world), env);
  await bringToRest(world);
  await runToEnd(importArgs(world), env);
  return rest(world);
}

function restoreArgs({ folder }: World): readonly string[] {
  return ['restore', join(folder, BACKUP), '--yes'];
}

/** One restores again; the other goes on with what is there, which is one database or the other, and whole. */
async function restoreAgain(world: World, { via, point }: Case): Promise<Wanted> {
  const isExchanged = ['exchanged', 'secrets-written', 'settings-written'].includes(
    point.split(':')[1] ?? '',
  );
  if (via === 'sms') await runToEnd(restoreArgs(world), world.env);
  const left = readdirSync(dirname(world.database)).filter((name) => name.startsWith('.restore-'));
  if (via === 'sms' && left.length > 0) throw new Error(`a killed restore left ${left} for good`);
  // Nothing goes after a restore before a person says so; there is nothing to let go of after none.
  await world.simulator.clock.advance(2 * MINUTE);
  await runToEnd(['resume', '--yes'], world.env);
  await bringToRest(world);
  return via === 'sms' || isExchanged ? ALL : new Map([...ALL, [LATECOMER, 1]]);
}
