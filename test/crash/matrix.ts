// The crash matrix as data: every crash point, in the run that comes by it, under every fault of Twilio's, by text and call.

import { CRASH_POINTS, type CrashPoint } from '../../src/core/crash-point.ts';
import { FAULT_NAMES, type FaultName, strikesRequests } from '../../src/simulator/faults/kinds.ts';

/** Besides the points in the program: killed from outside once Twilio has the request and before it is written down. */
export type KillPoint = CrashPoint | 'request:at-twilio';

/** What is killed. Each comes by the points of its subjects. */
export const RUNS = [
  { name: 'send', subjects: ['claim', 'reserve', 'request', 'outcome'] },
  { name: 'follow', subjects: ['receipt'] },
  { name: 'recover', subjects: ['recover'] },
  { name: 'find', subjects: ['reconcile'] },
  { name: 'prove-absent', subjects: ['reconcile'] },
  { name: 'recur', subjects: ['recurrence'] },
  { name: 'import', subjects: ['import'] },
  { name: 'restore', subjects: ['restore'] },
] as const;

export type RunName = (typeof RUNS)[number]['name'];

export const VIAS = ['sms', 'call'] as const;
export type Via = (typeof VIAS)[number];

/** The faults of requests. Those of callbacks strike nothing: delivery needs no callback and asks for none. */
export const FAULTS: readonly (FaultName | 'none')[] = ['none', ...FAULT_NAMES.filter(strikesRequests)];

export interface Case {
  readonly run: RunName;
  readonly point: KillPoint;
  readonly fault: FaultName | 'none';
  readonly via: Via;
}

const POINTS: readonly KillPoint[] = [...CRASH_POINTS, 'request:at-twilio'];

/** Every one of them. */
export const CASES: readonly Case[] = RUNS.flatMap(({ name: run, subjects }) =>
  POINTS.filter((point) => subjects.some((subject) => point.startsWith(`${subject}:`))).flatMap((point) =>
    FAULTS.flatMap((fault) => VIAS.map((via) => ({ run, point, fault, via }))),
  ),
).filter(isPossible);

/** A look is put off only when Twilio does not answer it as asked; with the others it is carried to its end. */
function isPossible({ point, fault }: Case): boolean {
  const spoils = fault !== 'none' && fault !== 'list-lag';
  return point !== 'reconcile:put-off' || spoils;
}

export function sayCase({ run, point, fault, via }: Case): string {
  return `${run}, killed at ${point}, ${fault}, ${via}`;
}
