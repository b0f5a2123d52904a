// The environment in which a program talks to this simulator and to nothing else.

import type { Simulator } from '../../src/simulator/simulator.ts';

type Env = Readonly<Record<string, string | undefined>>;

// Whatever names another account, another place or another list must not leak in.
const FOREIGN = /^(TWILIO_|REMIND_(?!TZ$|COUNTRY$|DEBUG$|QUIET_HOURS$))/;

/** What to export: account, address and sender; the clock too when time is virtual. Virtual phones wake nobody. */
export function simulatorVariables(simulator: Simulator, isVirtual: boolean): Record<string, string> {
  return {
    TWILIO_ACCOUNT_SID: simulator.accountSid,
    TWILIO_AUTH_TOKEN: simulator.authToken,
    REMIND_TWILIO_URL: simulator.url,
    REMIND_FROM: simulator.numbers[0] ?? '',
    REMIND_QUIET_HOURS: 'never',
    ...(isVirtual ? { REMIND_CLOCK: simulator.url } : {}),
  };
}

/** `env` without anything that points elsewhere, with the simulator's variables and a home of its own. */
export function simulatorEnvironment(
  env: Env,
  {
    simulator,
    home,
    isVirtual,
  }: { readonly simulator: Simulator; readonly home: string; readonly isVirtual: boolean },
): Record<string, string | undefined> {
  const kept = Object.entries(env).filter(([name]) => !FOREIGN.test(name));
  return {
    ...simulatorVariables(simulator, isVirtual),
    // Such as quiet hours that are to be tried.
    ...Object.fromEntries(kept),
    REMIND_HOME: home,
  };
}
