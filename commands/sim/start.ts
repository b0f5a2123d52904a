// `remind sim`: a local Twilio, until Ctrl-C, telling what its virtual phones receive and hear.

import type { CommandModule, Context } from '../../src/core/command.ts';
import { clockTime, toUtc } from '../../src/core/say-time.ts';
import { describeSimEvent } from '../../src/simulator/describe-event.ts';
import type { SimEvent } from '../../src/simulator/journal.ts';
import type { Credentials, Simulator } from '../../src/simulator/simulator.ts';
import { simulatorVariables } from './environment.ts';
import { describeSim, isVirtual, openSimulator, type SimOptions } from './options.ts';

interface Options extends SimOptions {
  readonly json?: string | true;
}

export const command: CommandModule<[], Options> = {
  examples: [
    'remind sim',
    'remind sim --port 4010 --json',
    'remind sim --fault drop-reply=0.1 --fault delay=0.2:2000 --seed 7',
    'remind sim --phones phones.yaml --speed 60',
  ],
  time: 'real',
  describe(command) {
    describeSim(command);
    command.option('--json', 'one JSON object a line: first the address and credentials, then what happens');
  },
  async run(ctx, _args, options) {
    const simulator = await openSimulator(ctx, options);
    try {
      if (options.json) tellJson(ctx, simulator);
      else tell(ctx, simulator, isVirtual(options));
      await aborted(ctx.signal);
    } finally {
      await simulator.stop();
    }
    return undefined;
  },
};

function tellJson(ctx: Context, simulator: Simulator): void {
  const { url, accounts } = simulator;
  ctx.out.json({ url, ...accountRow(simulator), accounts: accounts.map(accountRow) });
  simulator.onEvent((event) => ctx.out.json(inUtc(event)));
}

function accountRow({ accountSid, authToken, numbers, testCredentials }: Credentials): object {
  const { accountSid: testAccountSid, authToken: testAuthToken } = testCredentials;
  return { accountSid, authToken, numbers, testAccountSid, testAuthToken };
}

function tell(ctx: Context, simulator: Simulator, virtual: boolean): void {
  const { out } = ctx;
  out.line(`A local Twilio answers at ${out.style.bold(simulator.url)}. In another terminal:`);
  out.line();
  for (const [name, value] of Object.entries(simulatorVariables(simulator, virtual))) {
    out.line(`  export ${name}=${value}`);
  }
  // A database is stamped with its account: the one of your own account must not become the simulator's.
  out.line('  export REMIND_HOME=$(mktemp -d)');
  out.line();
  const { accountSid: testSid, authToken: testToken } = simulator.testCredentials;
  out.line(`Test credentials, with which nothing really happens: ${testSid} ${testToken}`);
  for (const { accountSid, authToken, numbers, testCredentials } of simulator.accounts) {
    out.line(`Another account: ${accountSid} ${authToken}, with ${numbers.join(', ')}`);
    out.line(`  its test credentials: ${testCredentials.accountSid} ${testCredentials.authToken}`);
  }
  out.note('Nothing here can reach a real phone. Ctrl-C ends it.');
  simulator.onEvent((event) => {
    const line = describeSimEvent(event);
    if (line !== undefined) out.line(`${out.style.dim(clockTime(event.at))} ${line}`);
  });
}

/** The event with its instants as every `--json` has them; the simulator itself counts in milliseconds. */
function inUtc(event: SimEvent): object {
  return {
    ...event,
    at: toUtc(event.at),
    ...(event.event === 'heard' ? { until: toUtc(event.until) } : {}),
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
