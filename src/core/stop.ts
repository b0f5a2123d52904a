// A stop: sending is held back, for everybody or one tenant, until a person says that it may go on.

import type { IntentDraft } from './intent.ts';
import type { HoldReason } from './lifecycle.ts';
import { toUtc } from './say-time.ts';

/**
 * Who stopped it: a person (`remind pause`), the blast fuse, Twilio, by refusing whatever is sent, a restore, after which
 * nobody knows yet what was sent since the backup, or another sender that is alive.
 */
export const STOP_KINDS = ['pause', 'fuse', 'halt', 'restored', 'strangers'] as const;

export type StopKind = (typeof STOP_KINDS)[number];

export interface Stop {
  readonly id: number;
  readonly kind: StopKind;
  /** Null when it holds back everybody's. */
  readonly tenantId: number | null;
  readonly tenantName: string | null;
  readonly reason: string | null;
  readonly since: number;
}

/** What a reminder that meets the stop is held as. */
export function holdOf({ kind }: Pick<Stop, 'kind'>): HoldReason {
  return kind === 'fuse' ? 'fuse' : 'paused';
}

/** True for what rings or texts somebody. Alarms go out, and a call that is going on can be changed or ended. */
export function isStoppable({
  kind,
  purpose,
  targetSid,
}: Pick<IntentDraft, 'kind' | 'purpose' | 'targetSid'>): boolean {
  return (kind === 'message' || kind === 'call') && targetSid === null && purpose !== 'alarm';
}

/** `sending for acme is paused since 2026-11-23T09:00:00Z (the practice is closed)` */
export function describeStop({ kind, tenantName, reason, since }: Stop): string {
  const what = {
    fuse: 'the blast fuse has tripped: nothing is sent',
    pause: `sending${forWhom(tenantName)} is paused`,
    halt: `sending${forWhom(tenantName)} stands still: Twilio refuses it`,
    restored: 'the database was restored: nothing is sent',
    strangers: 'another sender is alive: nothing is sent',
  }[kind];
  return `${what} since ${toUtc(since)}${reason === null ? '' : ` (${reason})`}`;
}

/** The command that lets sending go on. */
export function wayBack({ kind, tenantName }: Pick<Stop, 'kind' | 'tenantName'>): string {
  if (kind === 'fuse') return 'look at it with: remind fuse status; let it go on with: remind fuse reset';
  if (kind === 'strangers') return 'see them, and what to do, with: remind strangers list';
  if (kind === 'restored')
    return 'remind resume asks Twilio what was sent since, shows what would go, and asks you';
  const resume = `let it go on with: remind resume${tenantName === null ? '' : ` --tenant "${tenantName}"`}`;
  return kind === 'halt'
    ? `mend that, see that it works with: remind doctor --online; then ${resume}`
    : resume;
}

/** Both in one line: `sending is paused since …; let it go on with: remind resume`. */
export function sayStop(stop: Stop): string {
  return `${describeStop(stop)}; ${wayBack(stop)}`;
}

function forWhom(tenantName: string | null): string {
  return tenantName === null ? '' : ` for ${tenantName}`;
}
