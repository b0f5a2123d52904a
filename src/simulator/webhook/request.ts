// One request as it goes over the wire: where to, what is signed, and its bytes.

import type { HttpMethod } from '../call.ts';
import { encodeForm } from '../form.ts';
import { isLoopbackUrl, isTwimletsUrl } from '../loopback.ts';
import { twilioSignature } from '../signature.ts';
import type { Origin } from './connections.ts';
import { WebhookError } from './error.ts';

export interface Target {
  readonly origin: Origin;
  /** What is asked for and signed: without the fragment, and for a GET with the fields. */
  readonly url: string;
  readonly method: HttpMethod;
  /** Of a POST. */
  readonly fields: readonly (readonly [string, string])[];
  readonly path: string;
  /** As the Host header has it. */
  readonly host: string;
  /** The value of the Authorization header, from the URL's user and password. */
  readonly authorization: string | undefined;
}

export interface Question {
  readonly method: HttpMethod;
  readonly fields: Target['fields'];
  /** Where the simulator itself listens: there it asks for what is at twimlets.com. */
  readonly home: string | undefined;
}

export interface Credentials {
  readonly authToken: string;
  /** The same each time one webhook is tried, so that an application can tell a retry from news. */
  readonly idempotencyToken: string;
}

/** Throws WebhookError for a host that is not this machine. */
export function toTarget(url: URL, { method, fields, home }: Question): Target {
  let [whole = ''] = url.href.split('#', 1);
  if (method === 'GET' && fields.length > 0) {
    // What the URL has of its own stays as it is: it may be encoded in another way.
    whole += (whole.endsWith('?') ? '' : whole.includes('?') ? '&' : '?') + encodeForm(fields);
  }
  return {
    origin: toOrigin(url, home),
    url: whole,
    method,
    fields: method === 'GET' ? [] : fields,
    path: whole.slice(whole.indexOf('/', url.protocol.length + 2)),
    host: url.host,
    authorization: url.username === '' && url.password === '' ? undefined : basic(url),
  };
}

/** All ASCII: a URL, a form and a signature are. */
export function toBytes(target: Target, { authToken, idempotencyToken }: Credentials): string {
  const { method, url, fields, path, host, authorization } = target;
  const signature = twilioSignature(authToken, url, fields);
  const head = `${method} ${path} HTTP/1.1\r
Host: ${host}\r
Accept: */*\r
User-Agent: TwilioProxy/1.1\r
X-Twilio-Signature: ${signature}\r
I-Twilio-Idempotency-Token: ${idempotencyToken}\r
${authorization === undefined ? '' : `Authorization: ${authorization}\r\n`}`;
  if (method === 'GET') return `${head}\r\n`;
  const body = encodeForm(fields);
  return `${head}Content-Type: application/x-www-form-urlencoded; charset=UTF-8\r
Content-Length: ${body.length}\r
\r
${body}`;
}

/** Twimlets are signed, redirected and named in errors as at twimlets.com; only the connection goes to the simulator. */
function toOrigin(url: URL, home: string | undefined): Origin {
  if (home !== undefined && isTwimletsUrl(url)) return toOrigin(new URL(home), undefined);
  if (!isLoopbackUrl(url)) throw beyond(url);
  const { protocol, hostname, port, host } = url;
  const secure = protocol === 'https:';
  return {
    key: `${protocol}//${host}`,
    secure,
    host: hostname.startsWith('[') ? hostname.slice(1, -1) : hostname,
    port: port === '' ? (secure ? 443 : 80) : Number(port),
  };
}

/** A name that leads nowhere, or an address that nothing connects to: to the simulator the rest of the world is that. */
function beyond({ host, hostname }: URL): WebhookError {
  const isAddress = hostname.startsWith('[') || /^[\d.]+$/.test(hostname);
  return new WebhookError(
    isAddress ? 11205 : 11210,
    `${host} is not this machine, and the simulator calls nobody else`,
  );
}

function basic({ username, password }: URL): string {
  return `Basic ${Buffer.from(`${unescaped(username)}:${unescaped(password)}`, 'utf8').toString('base64')}`;
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
