// Numbers for commands: a door with the capability to buy, and Twilio's prices, which have an address of their own.

import type { NumberNeeds } from '../../commands/number/needs.ts';
import type { MonthlyPrices } from '../core/number-price.ts';
import type { NumberDeps } from '../numbers/deps.ts';
import type { Foundation } from './foundation.ts';
import { version } from './version.ts';

// A price is shown to a person who waits; without it there is the table.
const PRICE_TIMEOUT_MS = 5_000;

export function numberServices(ground: Foundation): NumberNeeds {
  return {
    async numbers(): Promise<NumberDeps> {
      const { openDoor, purchasing } = await import('./open-door.ts');
      const config = await ground.config();
      const door = await openDoor(ground, { life: 'short', buys: true });
      return {
        db: await ground.db(),
        door,
        purchases: purchasing(ground, door.mode),
        clock: ground.clock,
        prices: (country) => twilioPrices(ground, country),
        graceMs: config.unknownGrace.value,
        defaultFrom: config.from.value ?? null,
        country: config.country.value,
      };
    },
  };
}

/** Undefined at another address than Twilio's, which has no prices, and whenever Twilio does not tell. */
async function twilioPrices(ground: Foundation, country: string): Promise<MonthlyPrices | undefined> {
  const { twilioUrl, edge, region } = await ground.config();
  if (twilioUrl.value !== undefined) return undefined;
  const { twilioBaseUrl } = await import('../gateway/base-url.ts');
  const { fetchNumberPrices, parsePrices } = await import('../gateway/number-prices.ts');
  const { WireError } = await import('../gateway/wire.ts');
  const { openHttpWire } = await import('../gateway/wire-http.ts');
  const wire = openHttpWire({
    baseUrl: twilioBaseUrl({ edge: edge.value, region: region.value }, 'pricing'),
    credentials: await ground.credentials(),
    version: version(),
  });
  try {
    const options = { timeoutMs: PRICE_TIMEOUT_MS, signal: ground.shell.signal };
    const { status, body } = await wire.send(fetchNumberPrices(country), options);
    return status === 200 ? parsePrices(body) : undefined;
  } catch (error) {
    if (error instanceof WireError) return undefined;
    throw error;
  } finally {
    await wire.close();
  }
}
