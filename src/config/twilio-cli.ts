// The profiles of Twilio's own command line, read as they are.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CredentialError } from '../core/errors.ts';
import { parseJson } from './json-text.ts';
import { type Env, homeFolder } from './paths.ts';

/** One profile; keys are Twilio's. It always holds an API key, never the auth token. */
export interface TwilioCliProfile {
  readonly name: string;
  readonly accountSid: string;
  readonly apiKey: string;
  readonly apiSecret: string;
  readonly region: string | undefined;
  readonly edge: string | undefined;
}

/** `~/.twilio-cli/config.json`; the folder can be moved with TWILIO_CONFIG_DIR, as for Twilio's own program. */
export function twilioCliFile(env: Env): string {
  return join(env['TWILIO_CONFIG_DIR'] || join(homeFolder(env), '.twilio-cli'), 'config.json');
}

/** @throws CredentialError when there is no such file or profile, or the profile is not complete. */
export async function readTwilioCliProfile(env: Env, name: string): Promise<TwilioCliProfile> {
  const path = twilioCliFile(env);
  const { profiles, edge } = fieldsOf(parseJson(await readText(path, name), path));
  const known = fieldsOf(profiles);
  if (!Object.hasOwn(known, name)) {
    const names = Object.keys(known);
    throw new CredentialError(`Twilio's command line has no profile "${name}" (${path})`, {
      hint: names.length > 0 ? `it has: ${names.join(', ')}` : 'make one with: twilio login',
    });
  }
  const fields = fieldsOf(known[name]);
  const [accountSid, apiKey, apiSecret] = [fields['accountSid'], fields['apiKey'], fields['apiSecret']].map(
    textOf,
  );
  if (!accountSid || !apiKey || !apiSecret) {
    throw new CredentialError(`profile "${name}" in ${path} has no account SID, API key or secret`, {
      hint: "make it again with: twilio login (profiles of the old format are no longer Twilio's either)",
    });
  }
  // A profile's edge wins over the one set for all profiles, as in Twilio's program.
  const ownEdge = textOf(fields['edge']) ?? textOf(edge);
  return { name, accountSid, apiKey, apiSecret, region: textOf(fields['region']), edge: ownEdge };
}

async function readText(path: string, name: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new CredentialError(`Twilio's command line keeps no profile "${name}": ${path} cannot be read`, {
      hint: 'log in with: twilio login, or point TWILIO_CONFIG_DIR to its folder',
      cause,
    });
  }
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
