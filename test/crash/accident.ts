// A home with many reminders, all due, for accidents in the middle of them.

import { onTestFinished } from 'vitest';
import { auditAtRest, type Findings } from './audit.ts';
import { ledgerOf, readBooks } from './books.ts';
import { HOUR, Homes, START, type World, writeBook } from './home.ts';
import { type Env, launch, type Program, runToEnd } from './program.ts';
import { bringToRest, jumpTo } from './rest.ts';

/** Numbers that nobody has, the simulator's account neither: 555-0100 to 555-0199 of several areas. */
export function numbers(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => {
    return `+1${312 + Math.floor(index / 100)}55501${String(index % 100).padStart(2, '0')}`;
  });
}

/** `work` finds `count` texts due. */
export async function amidst<T>(count: number, work: (world: World) => Promise<T>): Promise<T> {
  const homes = new Homes();
  try {
    return await homes.use('import', 'sms', async (world) => {
      await runToEnd(['import', writeBook(world, '12:45', numbers(count)), '--yes'], world.env);
      await jumpTo(world, START + HOUR);
      return await work(world);
    });
  } finally {
    homes.close();
  }
}

/** Started, and gone when the test ends. */
export function daemon(env: Env): Program {
  const program = launch(['daemon', '--json'], env);
  onTestFinished(async () => {
    program.child.kill('SIGKILL');
    await program.ended;
  });
  return program;
}

/** How the two books compare once everything is at rest. */
export async function settleAndAudit(world: World, count: number): Promise<Findings> {
  world.simulator.setFaults([]);
  await bringToRest(world);
  const wanted = new Map(numbers(count).map((to) => [to, 1]));
  return auditAtRest(await readBooks(world.database), ledgerOf(world.simulator), wanted);
}

export const CLEAN: Findings = { lost: 0, doubled: 0, unlawful: [], foreign: [] };
