// Opens the door to Twilio for one run: proves the mode, stamps the database, chooses the wire.

import { budgetsOf, fuseLimitsOf, ratesOf } from '../config/send-limits.ts';
import { RefusedError } from '../core/errors.ts';
import { type Mode, settleMode } from '../core/mode.ts';
import { testRunnerIn } from '../core/test-runner.ts';
import { twilioBaseUrl } from '../gateway/base-url.ts';
import { Committed } from '../gateway/committed.ts';
import type { Door } from '../gateway/door.ts';
import { exchangeIntent, put } from '../gateway/exchange.ts';
import { askSimulator } from '../gateway/handshake.ts';
import type { Purchases } from '../gateway/purchase.ts';
import { reserve } from '../gateway/reserve.ts';
import type { Wire } from '../gateway/wire.ts';
import { bringLimits } from '../store/limits.ts';
import { bringPurchaseLimit } from '../store/purchases.ts';
import { bringRates } from '../store/rates.ts';
import { readStamp, stampOnce } from '../store/stamp.ts';
import { ancestorCommands } from '../system/ancestors.ts';
import { systemClock } from '../system/clock.ts';
import { systemRandom } from '../system/random.ts';
import type { Foundation } from './foundation.ts';
import { version } from './version.ts';

// Receipts are fetched four at a time beside the sends.
const READS_AT_ONCE = 4;

/**
 * How the door will be used: by the daemon, which keeps sockets and runs many requests at once, or for a single
 * send. undici costs a short run 95 ms, so it serves the daemon only.
 */
export type DoorUse =
  | { readonly life: 'long'; readonly concurrency: number }
  // `buys`: with the capability to buy numbers and to give them up, which no other door has.
  | { readonly life: 'short'; readonly buys?: true };

export async function openDoor(ground: Foundation, use: DoorUse): Promise<Door> {
  const config = await ground.config();
  const { accountSid } = await ground.credentials();
  const db = await ground.db();
  const mode = await proveMode(ground, accountSid);
  await setLimits(ground, mode);
  const wire = await openWire(ground, use);
  ground.onClose(() => wire.close());
  const allowlist = { mode, numbers: config.allow.value };
  const leaseMs = config.lease.value;
  const purchases = use.life === 'short' && use.buys ? purchasing(ground, mode) : undefined;
  const deps = {
    committed: new Committed(db),
    wire,
    clock: ground.clock,
    realClock: systemClock,
    accountSid,
    allowlist,
    requestTimeoutMs: config.requestTimeout.value,
    purchases,
  };
  return {
    accountSid,
    mode,
    reserve: (sql, draft, now, rates) =>
      reserve(sql, draft, {
        accountSid,
        mode,
        workerId: ground.workerId(),
        now,
        leaseUntil: now + leaseMs,
        allowlist,
        purchases,
        rates,
      }),
    exchange: (intentId) => exchangeIntent(deps, intentId),
    read: (request, intentId = null) => put(deps, request, intentId),
    close: () => wire.close(),
  };
}

/** The database enforces the limits, whoever writes to it: what the configuration says is put there first. */
async function setLimits({ config: load, db, shell }: Foundation, mode: Mode): Promise<void> {
  const config = await load();
  const isFuseOff = config.fuse.value === 'off';
  if (isFuseOff && mode !== 'simulator') {
    shell.out.warn(`the fuse is off (${config.fuse.source}) on a simulator only: here it holds all the same`);
  }
  await bringLimits(await db(), {
    fuse: fuseLimitsOf(config),
    budgets: budgetsOf(config),
    isFuseOff: isFuseOff && mode === 'simulator',
  });
  await bringRates(await db(), ratesOf(config, mode));
  await bringPurchaseLimit(await db(), config['numbers.perDay'].value);
}

/** A test may start its program with an environment of its own making: what started it is looked at as well. */
export function purchasing({ shell }: Foundation, mode: Mode): Purchases {
  return { mode, testRunner: () => testRunnerIn(shell.env, ancestorCommands()) };
}

/** The handshake, then the stamp: from here on this database knows whom it belongs to. */
async function proveMode(ground: Foundation, accountSid: string): Promise<Mode> {
  const { twilioUrl, clock } = await ground.config();
  const db = await ground.db();
  const proved =
    twilioUrl.value === undefined ? undefined : await askSimulator(twilioUrl.value, systemRandom);
  if (proved && proved.accountSid !== accountSid) {
    throw new RefusedError(
      `the simulator's account is ${proved.accountSid}, and ${accountSid} is configured`,
      {
        hint: 'set TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN to what remind sim printed',
      },
    );
  }
  if (clock.value !== undefined && !proved) {
    throw new RefusedError('REMIND_CLOCK is set, and virtual time is for the simulator only', {
      hint: 'unset REMIND_CLOCK, or set REMIND_TWILIO_URL to the simulator',
    });
  }
  const mode = settleMode(proved !== undefined, await readStamp(db));
  const stamp = await db.tx((sql) => stampOnce(sql, { accountSid, mode }, ground.clock.now()));
  return settleMode(proved !== undefined, stamp);
}

async function openWire(ground: Foundation, use: DoorUse): Promise<Wire> {
  const config = await ground.config();
  const options = {
    baseUrl: twilioBaseUrl({
      twilioUrl: config.twilioUrl.value,
      edge: config.edge.value,
      region: config.region.value,
    }),
    credentials: await ground.credentials(),
    version: version(),
  };
  if (use.life === 'long') {
    const { openUndiciWire } = await import('../gateway/wire-undici.ts');
    return openUndiciWire({ ...options, connections: use.concurrency + READS_AT_ONCE });
  }
  return (await import('../gateway/wire-http.ts')).openHttpWire(options);
}
