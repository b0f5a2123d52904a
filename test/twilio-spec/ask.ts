// Asks a simulator over HTTP and holds both the request and its answer against Twilio's description.

import type { Simulator } from '../../src/simulator/simulator.ts';
import { checkAnswer, type Problems } from './answer.ts';
import { findOperation, type Method } from './document.ts';
import { checkRequest, type WireParams } from './request.ts';

/** A body. What tests ask for next is a text; the checker has seen to it where Twilio has such a key. */
export interface Json {
  readonly sid: string;
  readonly uri: string;
  readonly first_page_uri: string;
  readonly next_page_uri: string;
  readonly previous_page_uri: string;
  readonly [key: string]: unknown;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Json;
  /** The rows of a list; none for anything else. */
  readonly rows: readonly Json[];
}

export interface Refusal {
  readonly status: number;
  readonly code: number;
  readonly message: string;
}

/** Numbers and booleans go out as texts, lists as a key that is repeated. */
export type Params = Readonly<Record<string, string | number | boolean | readonly string[]>>;

export interface Conformance {
  /**
   * Sends a request, `params` as the query of a GET or DELETE and as the form of a POST. A path is below the
   * account (`/Calls.json`) unless it begins with the API's version (`/2010-04-01/Accounts.json`, `/v1/Alerts`);
   * it may have a query of its own, so that a `uri` or a `next_page_uri` can be asked for as it is.
   * Throws an Error that tells everything in which the request or the answer is not what Twilio describes.
   */
  readonly ask: (method: Method, path: string, params?: Params) => Promise<Answer>;
  /**
   * Sends a request that is to be refused, so it may be as wrong as it likes, and gives back Twilio's error.
   * Throws when it was not refused, or when the error body is not Twilio's.
   */
  readonly refused: (method: Method, path: string, params?: Params) => Promise<Refusal>;
  /** Ids of the operations (`ListCall`) that were asked for and answered as they should be. */
  readonly asked: ReadonlySet<string>;
}

/** Who asks: the simulator's own account unless told otherwise. An API key goes into `user`. */
export interface Login {
  readonly accountSid?: string;
  readonly user?: string;
  readonly secret?: string;
}

export function conformance(simulator: Simulator, login: Login = {}): Conformance {
  const accountSid = login.accountSid ?? simulator.accountSid;
  const user = login.user ?? accountSid;
  const secret = login.secret ?? simulator.authToken;
  const authorization = `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`;
  const send = async (method: Method, place: string, given: Params) => {
    const [below = '', query] = place.split('?');
    const path = /^\/(?:2010-04-01|v1)\//.test(below) ? below : `/2010-04-01/Accounts/${accountSid}${below}`;
    const params = { ...Object.fromEntries(new URLSearchParams(query)), ...given };
    const form = new URLSearchParams(toPairs(params));
    const inForm = method === 'POST';
    const url = simulator.url + path + (inForm || form.size === 0 ? '' : `?${form}`);
    const response = await fetch(url, { method, headers: { authorization }, body: inForm ? form : null });
    const text = await response.text();
    const body: unknown = text === '' ? undefined : JSON.parse(text);
    return { exchange: { method, path, params: toWire(params) }, response, body };
  };
  const asked = new Set<string>();
  return {
    asked,
    async ask(method, path, params = {}) {
      const { exchange, response, body } = await send(method, path, params);
      const { status, headers } = response;
      const problems = exchangeProblems(exchange, { status, body });
      if (problems.length > 0) throw new Error(problems.join('\n'));
      asked.add(findOperation(method, exchange.path)?.operation.id ?? '');
      const json = (body ?? {}) as Json;
      return { status, headers, body: json, rows: rowsOf(json) };
    },
    async refused(method, path, params = {}) {
      const { response, body } = await send(method, path, params);
      return toRefusal(response.status, body as Partial<Json>);
    },
  };
}

export interface Exchange {
  readonly method: string;
  /** Whole, without a query. */
  readonly path: string;
  readonly params: WireParams;
}

/** What is wrong with a request, each sentence led by its method and path: `GET /Calls.json To: ...`. */
export function requestProblems({ method, path, params }: Exchange): Problems {
  const match = findOperation(method, path);
  if (match === undefined) return [`${method} ${path}: Twilio has no such operation`];
  return checkRequest(match, params).map((problem) => `${label(method, path)} ${problem}`);
}

/** What is wrong with a request or its answer; an answer's `body` is undefined when it has none. */
export function exchangeProblems(
  exchange: Exchange,
  answer: { readonly status: number; readonly body: unknown },
): Problems {
  const { method, path } = exchange;
  const match = findOperation(method, path);
  const about = match === undefined ? [] : checkAnswer(match.operation, answer.status, answer.body);
  const refusal = answer.status >= 400 ? [`answered ${JSON.stringify(answer.body)}`] : [];
  return [
    ...requestProblems(exchange),
    ...[...about, ...refusal].map((problem) => `${label(method, path)} ${problem}`),
  ];
}

function label(method: string, path: string): string {
  return `${method} ${path.replace(/^\/2010-04-01\/Accounts\/[^/]+(?=\/)/, '')}`;
}

function toPairs(params: Params): [string, string][] {
  return Object.entries(params).flatMap(([name, value]): [string, string][] =>
    typeof value === 'object' ? value.map((one) => [name, one]) : [[name, String(value)]],
  );
}

function toWire(params: Params): WireParams {
  const wire = Object.entries(params).map(([name, value]) => [
    name,
    typeof value === 'object' ? value : String(value),
  ]);
  return Object.fromEntries(wire);
}

// A list has one array, whatever its name: the rest of an envelope is numbers, texts and `meta`.
function rowsOf(body: Json): Json[] {
  return Object.values(body).find(Array.isArray) ?? [];
}

function toRefusal(status: number, body: Partial<Json> | undefined): Refusal {
  const keys = Object.keys(body ?? {}).sort();
  const isError = keys.filter((key) => key !== 'details').join(' ') === 'code message more_info status';
  if (status < 400 || body === undefined || !isError || body['status'] !== status) {
    throw new Error(`expected an error of Twilio's, got ${status} ${JSON.stringify(body)}`);
  }
  return { status, code: Number(body['code']), message: String(body['message']) };
}
