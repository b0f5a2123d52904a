// The official client under any login, untouched but for its address, and inspected.

import twilio from 'twilio';
import type { Simulator } from '../../../src/simulator/simulator.ts';
import { inspect } from '../../twilio-spec/sdk.ts';

export interface ClientLogin {
  readonly user: string;
  readonly secret: string;
  /** Whose resources the client asks for; the user's own when left out. */
  readonly accountSid?: string;
}

export function clientAs(simulator: Simulator, { user, secret, accountSid }: ClientLogin) {
  const client = twilio(user, secret, accountSid === undefined ? {} : { accountSid });
  client.api.baseUrl = simulator.url;
  return inspect(client);
}

/** With test credentials of the first account. */
export function testClientOf(simulator: Simulator) {
  const { accountSid, authToken } = simulator.testCredentials;
  return clientAs(simulator, { user: accountSid, secret: authToken });
}

/** A request as it is on the wire, for what the client would not send. */
export async function rawAs(
  simulator: Simulator,
  { user, secret }: ClientLogin,
  request: { readonly method?: string; readonly path: string; readonly form?: Record<string, string> },
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${simulator.url}/2010-04-01${request.path}`, {
    method: request.method ?? 'GET',
    headers: { authorization: `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}` },
    ...(request.form && { body: new URLSearchParams(request.form) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? {} : JSON.parse(text) };
}
