// The accounts that a simulator starts with: the saved ones, else the one it is for and others unrelated to it.

import type { Random } from '../core/clock.ts';
import { UsageError } from '../core/errors.ts';
import { DEFAULT_NUMBERS, type SimulatorOptions, TRIAL_NUMBERS } from './options.ts';
import { newSid, seededRandom } from './random.ts';
import { type Account, addNumber, openAccount, type World } from './world.ts';

// As many numbers as are set aside for fiction in one area code, less those in use already.
const MOST_FURTHER = 50;

/** The options that a saved account overrules. */
export type Overruled = 'seed' | 'trial';

export interface OpenedAccounts {
  readonly account: Account;
  readonly others: readonly Account[];
  readonly overruled: readonly Overruled[];
}

/** Opens what is missing, and gives back the first account and those beside it. Throws UsageError for too many. */
export function openAccounts(world: World, options: SimulatorOptions): OpenedAccounts {
  const account = ownAccounts(world)[0] ?? firstAccount(world, options);
  const wanted = options.accounts ?? 0;
  if (!(Number.isInteger(wanted) && wanted >= 0 && wanted <= MOST_FURTHER)) {
    throw new UsageError(`there can be 0 to ${MOST_FURTHER} further accounts, not ${wanted}`);
  }
  for (let index = ownAccounts(world).length - 1; index < wanted; index += 1) {
    furtherAccount(world, options, index + 2);
  }
  return { account, others: ownAccounts(world).slice(1), overruled: overruledBy(account, options) };
}

function overruledBy({ sid, type }: Account, { seed, accountSid, trial }: SimulatorOptions): Overruled[] {
  const isOfSeed = sid === (accountSid ?? newSid(seededRandom(seed, 'credentials'), 'AC'));
  return [...(isOfSeed ? [] : ['seed' as const]), ...(trial && type !== 'Trial' ? ['trial' as const] : [])];
}

/** Those that are nobody's subaccount. */
function ownAccounts(world: World): readonly Account[] {
  return [...world.accounts.values()].filter(({ sid, ownerSid }) => sid === ownerSid);
}

function firstAccount(world: World, options: SimulatorOptions): Account {
  const account = open(world, options, {
    random: seededRandom(options.seed, 'credentials'),
    name: 'Simulated account',
    sid: options.accountSid,
    authToken: options.authToken,
  });
  const usual = options.trial ? TRIAL_NUMBERS : DEFAULT_NUMBERS;
  for (const number of options.numbers ?? usual) addNumber(world, account, number);
  return account;
}

/** Like the first, with a number of its own: one that is set aside for fiction in the area code 202. */
function furtherAccount(world: World, options: SimulatorOptions, ordinal: number): void {
  const random = seededRandom(options.seed, `credentials of account ${ordinal}`);
  const account = open(world, options, { random, name: `Simulated account ${ordinal}` });
  addNumber(world, account, `+12025550${String(142 + ordinal).padStart(3, '0')}`);
}

interface Identity {
  readonly random: Random;
  readonly name: string;
  readonly sid?: string | undefined;
  readonly authToken?: string | undefined;
}

function open(world: World, options: SimulatorOptions, { random, name, ...given }: Identity): Account {
  const [drawnSid, drawnToken] = [newSid(random, 'AC'), random.hex(16)];
  const sid = given.sid ?? drawnSid;
  const now = world.clock.now();
  return openAccount(world, {
    sid,
    authToken: given.authToken ?? drawnToken,
    ownerSid: sid,
    friendlyName: name,
    createdAt: now,
    updatedAt: now,
    type: options.trial ? 'Trial' : 'Full',
    status: 'active',
    spentMicros: 0,
  });
}
