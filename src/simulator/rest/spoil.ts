// What faults do to a request of the REST API, and to the answer on its way back.

import type { ServerResponse } from 'node:http';
import type { FastifyRequest } from 'fastify';
import type { Clock } from '../../core/clock.ts';
import { UsageError } from '../../core/errors.ts';
import { targetOf } from '../faults/aim.ts';
import { strikesRequests } from '../faults/kinds.ts';
import { type FaultSpec, parseFaultHeader } from '../faults/spec.ts';
import { NO_FAULT, type Verdict } from '../faults/verdict.ts';
import type { Faults } from '../faults.ts';
import { ApiError, badRequest, serverError, tooManyRequests, unavailable } from './api-error.ts';
import type { Outage } from './outage.ts';
import type { Body } from './reply.ts';

/** A client names faults for this one request in it: `drop-reply, delay:2000`. */
export const FAULT_HEADER = 'sim-fault';

export interface Judges {
  readonly faults: Faults;
  readonly outage: Outage;
}

/** What is to happen to a request that Twilio would look at. Throws ApiError for a header that names no fault. */
export function judge({ faults, outage }: Judges, request: FastifyRequest, path: string): Verdict {
  if (outage.isOn) return { ...NO_FAULT, before: 'refuse-connection' };
  const header = request.headers[FAULT_HEADER];
  if (header === undefined && !faults.areArmed) return NO_FAULT;
  const specs = header === undefined ? [] : readHeader(request.method, String(header));
  const verdict = faults.draw(
    targetOf(request.method, path),
    specs.filter(({ name }) => strikesRequests(name)),
  );
  return { ...verdict, ofWebhooks: specs.filter(({ name }) => !strikesRequests(name)) };
}

/** A fault of what Twilio sends is for what the request makes or changes. */
function readHeader(method: string, text: string): readonly FaultSpec[] {
  try {
    const specs = parseFaultHeader(text);
    const other = specs.find(({ name }) => !strikesRequests(name));
    if (other && method !== 'POST') {
      throw new UsageError(
        `fault ${other.name}: it strikes what Twilio sends, and a ${method} has nothing sent`,
      );
    }
    return specs;
  } catch (error) {
    if (error instanceof UsageError) throw badRequest(20001, `${FAULT_HEADER}: ${error.message}`);
    throw error;
  }
}

/** Throws ApiError when the request does not get as far as being looked at. */
export function refuseFirst({ before }: Verdict): void {
  if (before === 'error-before') throw serverError();
  if (before === 'error-503') throw unavailable();
  if (before === 'rate-limit') throw tooManyRequests();
  // Never sent: `cut` is what its client notices.
  if (before === 'refuse-connection') throw new ApiError(0, 0, 'connection refused');
}

/** True when the client gets no answer at all. */
export function isCut({ before, after }: Verdict): boolean {
  return before === 'refuse-connection' || after === 'drop-reply';
}

/**
 * Ends the connection without a byte of an answer. A refused one is reset, so that its client sees ECONNRESET; with
 * milliseconds the port is closed as well, and the next ones see ECONNREFUSED.
 */
export function cut(response: ServerResponse, { before, closedMs }: Verdict, outage: Outage): void {
  if (before !== 'refuse-connection') response.socket?.destroy();
  else {
    response.socket?.resetAndDestroy();
    if (closedMs > 0) outage.begin(closedMs);
  }
}

/** As the request log tells it. */
export function faultsOf({ strikes, before }: Verdict): string | null {
  return strikes.map(({ spec }) => spec.name).join(', ') || (before ?? null);
}

// Enough for a client to see a body grow, few enough to cost nothing.
const PIECE_MS = 50;

export interface Drip {
  /** From the first byte to the last, in real time. */
  readonly ms: number;
  readonly realClock: Clock;
  readonly stopping: AbortSignal;
}

/** Writes a body piece by piece, the first byte at once, and ends the response. The head must have been written. */
export async function drip(response: ServerResponse, body: Body, drip: Drip): Promise<void> {
  const { ms, realClock, stopping } = drip;
  const bytes = typeof body === 'string' ? Buffer.from(body) : Buffer.concat(body);
  const pieces = Math.max(1, Math.min(bytes.length - 1, Math.ceil(ms / PIECE_MS)));
  response.write(bytes.subarray(0, 1));
  for (let piece = 1; piece <= pieces && !stopping.aborted && !response.destroyed; piece += 1) {
    await realClock.sleep(ms / pieces, stopping);
    const place = (index: number) => 1 + Math.round(((bytes.length - 1) * index) / pieces);
    response.write(bytes.subarray(place(piece - 1), place(piece)));
  }
  response.end();
}
