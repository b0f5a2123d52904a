// Where Twilio's API is, for this configuration. The last check before credentials are sent there.

import { RefusedError, UsageError } from '../core/errors.ts';
import { isLoopback } from '../core/loopback.ts';

const DEFAULT_REGION = 'us1';

// Each region's own edge: Twilio's command line uses these when a region is set alone, since
// `api.<region>.twilio.com` without an edge is being retired.
const EDGE_OF_REGION: Readonly<Record<string, string>> = {
  au1: 'sydney',
  br1: 'sao-paulo',
  de1: 'frankfurt',
  ie1: 'dublin',
  jp1: 'tokyo',
  jp2: 'osaka',
  sg1: 'singapore',
  us1: 'ashburn',
  us2: 'umatilla',
};

export interface Place {
  /** An origin that stands in for all of Twilio, such as a simulator's; edge and region then mean nothing. */
  readonly twilioUrl?: string | undefined;
  readonly edge?: string | undefined;
  readonly region?: string | undefined;
}

/**
 * The origin of the API, or of another product of Twilio's, without a trailing slash.
 * @throws UsageError for what is no origin, edge or region
 * @throws RefusedError for plain http to another machine: the token would travel in clear
 */
export function twilioBaseUrl({ twilioUrl, edge, region }: Place, product = 'api'): string {
  if (twilioUrl) return customOrigin(twilioUrl);
  if (!edge && !region) return `https://${product}.twilio.com`;
  const at = region || DEFAULT_REGION;
  return `https://${product}.${label('edge', edge || edgeOf(at))}.${label('region', at)}.twilio.com`;
}

function customOrigin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  // Compared with what was written, since URL forgives much that is not an origin.
  if (!url || !/^https?:$/.test(url.protocol) || !/^[a-z]+:\/\/[^/?#@\\]+\/?$/i.test(text)) {
    throw new UsageError('the Twilio URL must be http(s)://host[:port] and no more', {
      hint: 'REMIND_TWILIO_URL=http://127.0.0.1:4010',
    });
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw new RefusedError(
      `${url.host} is another machine: plain http would show it, and others, the token`,
      {
        hint: 'use https, or http to 127.0.0.1',
      },
    );
  }
  return url.origin;
}

function edgeOf(region: string): string {
  const edge = EDGE_OF_REGION[region];
  if (edge !== undefined) return edge;
  throw new UsageError(`the region ${JSON.stringify(region)} is not known`, {
    hint: `set TWILIO_EDGE too, or use one of: ${Object.keys(EDGE_OF_REGION).join(', ')}`,
  });
}

// Anything but one DNS label could lead the credentials to another domain.
function label(what: 'edge' | 'region', text: string): string {
  if (/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(text)) return text;
  throw new UsageError(`the ${what} ${JSON.stringify(text)} is not a name such as dublin or ie1`);
}
