// The one rule about the network: nothing leaves this machine.

import type { LookupFunction } from 'node:net';
import { isLoopback } from '../core/loopback.ts';

/** True for http and https URLs whose host is this machine by name or by address. Nothing is resolved. */
export function isLoopbackUrl(url: URL): boolean {
  return (url.protocol === 'http:' || url.protocol === 'https:') && isLoopback(url.hostname);
}

/** True for Twilio's Twimlets, by http or https, which the simulator serves itself. */
export function isTwimletsUrl(url: URL): boolean {
  return (url.protocol === 'http:' || url.protocol === 'https:') && url.host === 'twimlets.com';
}

/** True for every URL the simulator requests: on this machine, or of a Twimlet, which it asks itself for. */
export function isReachable(url: URL): boolean {
  return isLoopbackUrl(url) || isTwimletsUrl(url);
}

/** A URL Twilio would request, fragment (its connection overrides) included; undefined when it is none. */
export function readUrl(text: string, base?: string): URL | undefined {
  try {
    const url = base === undefined ? new URL(text) : new URL(text, base);
    return url.protocol === 'http:' || url.protocol === 'https:' ? url : undefined;
  } catch {
    return undefined;
  }
}

/** Name resolution that cannot leave the machine, whatever /etc/hosts says about localhost. */
export const loopbackLookup: LookupFunction = (_hostname, options, done) => {
  if (options.all) {
    return done(null, [
      { address: '127.0.0.1', family: 4 },
      { address: '::1', family: 6 },
    ]);
  }
  return done(null, '127.0.0.1', 4);
};
