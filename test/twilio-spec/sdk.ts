// The official client under inspection: what it asks and what it is answered is held against Twilio's description.

import type { Twilio } from 'twilio';
import type { RequestOptions } from 'twilio/lib/base/RequestClient.js';
import { exchangeProblems } from './ask.ts';
import type { WireParams } from './request.ts';

type Bag = Readonly<Record<string, unknown>>;

/**
 * From here on a call of this client rejects with what is wrong in its request or in an answer of success; a
 * refusal, and an answer that a fault has spoilt, are its own business. It sends as it always did.
 */
export function inspect(client: Twilio): Twilio {
  const { httpClient } = client;
  const send = httpClient.request.bind(httpClient);
  httpClient.request = async <TData>(options: RequestOptions<TData>) => {
    const response = await send<TData>(options);
    const body = readBody(response.body);
    if (response.statusCode < 300 && body !== SPOILT) {
      const { pathname, searchParams } = new URL(options.uri);
      const params = toWire({
        ...Object.fromEntries(searchParams),
        ...(options.params as Bag | undefined),
        ...(options.data as Bag | undefined),
      });
      const exchange = { method: options.method.toUpperCase(), path: pathname, params };
      const problems = exchangeProblems(exchange, { status: response.statusCode, body });
      if (problems.length > 0) throw new Error(problems.join('\n'));
    }
    return response;
  };
  return client;
}

const SPOILT = Symbol('no JSON');

function readBody(body: unknown): unknown {
  if (body === '' || body === undefined) return undefined;
  if (typeof body !== 'string') return body;
  try {
    return JSON.parse(body);
  } catch {
    return SPOILT;
  }
}

// As the client writes them: nothing for undefined, a repeated key for a list, everything else as text.
function toWire(bag: Bag): WireParams {
  const given = Object.entries(bag).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    given.map(([name, value]) => [name, Array.isArray(value) ? value.map(String) : String(value)]),
  );
}
