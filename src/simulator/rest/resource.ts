// How a REST resource is declared: what it answers to which method. Adding one is adding a line to the table.

import type { Fields } from '../form.ts';
import type { Account, World } from '../world.ts';
import type { Login } from './login.ts';

/** Where the younger products are served, the monitor among them. */
export const V1_PREFIX = '/v1/';

export interface RestRequest {
  readonly world: World;
  /** Whose resource it is: the login's own account, or a subaccount of it. */
  readonly account: Account;
  readonly login: Login;
  /** Without the query string; what a 404 names. */
  readonly path: string;
  /** `http://127.0.0.1:4010`, as the client calls this server; what absolute links begin with. */
  readonly origin: string;
  /** The SIDs in the path, outermost first, after the account's. */
  readonly sids: readonly string[];
  readonly query: Fields;
  readonly form: Fields;
  /** Rows younger than this, in virtual time, are not in a list yet. */
  readonly lagMs?: number | undefined;
}

export interface RestAnswer {
  readonly status: number;
  /** To be sent as JSON. Without it and without `bytes` there is no body: a 204. */
  readonly body?: unknown;
  /** JSON that is written already, in pieces if it is long. */
  readonly bytes?: readonly Buffer[] | string;
  /** What the request made or touched; the request log names it. */
  readonly sid?: string;
}

/** Throws ApiError. Synchronous: all state is in memory. */
export type RestHandler = (request: RestRequest) => RestAnswer;

export interface Resource {
  readonly get?: RestHandler;
  readonly post?: RestHandler;
  readonly delete?: RestHandler;
  /** Standard API keys are refused here. */
  readonly needsToken?: true;
  /** Test credentials may POST here, and nowhere else. */
  readonly worksInTest?: true;
}
