// /sim/…: what a test or a demo asks the simulator itself, which no Twilio would answer.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { EXIT, NotFoundError, type RemindError, UsageError } from '../../core/errors.ts';
import { HANDSHAKE_PATH, handshakeProof } from '../../core/handshake.ts';
import type { VirtualClock } from '../clock.ts';
import { type Faults, parseFault, readFault } from '../faults.ts';
import { field, NO_FIELDS, parseForm } from '../form.ts';
import { hearReport } from '../hear-report.ts';
import { sendFromPhone } from '../incoming-text.ts';
import { readNumber } from '../number.ts';
import { readPastPlan } from '../past/plan.ts';
import type { Past } from '../past/seed.ts';
import { parsePhones } from '../phone-file.ts';
import type { RequestLog } from '../rest/request-log.ts';
import { callFromPhone, hangUpPhone } from '../voice/person-call.ts';
import type { Account, World } from '../world.ts';
import { type CallParties, readCall, readText } from './people.ts';
import { streamLines, streamWork } from './streams.ts';

export interface ControlOptions {
  readonly world: World;
  readonly account: Account;
  readonly faults: Faults;
  readonly log: RequestLog;
  readonly past: Past;
}

export function serveControl(app: FastifyInstance, options: ControlOptions): void {
  const { world, account, log } = options;
  const { clock, journal } = world;
  app.get(HANDSHAKE_PATH, (request) => {
    const nonce = queryField(request, 'nonce');
    if (!nonce) throw new UsageError('a handshake needs ?nonce=…');
    return { simulator: 1, accountSid: account.sid, proof: handshakeProof(nonce) };
  });
  app.get('/sim/clock', () => clock.state());
  app.post('/sim/clock', (request) => moveClock(clock, jsonBody(request)));
  app.get('/sim/clock/stream', (_request, reply) => {
    streamLines(reply, (send) => clock.onChange(send), [clock.state()]);
  });
  app.get('/sim/messages', () => ({ messages: account.messages.all() }));
  app.get('/sim/calls', () => ({ calls: account.calls.all() }));
  app.get('/sim/recordings', () => ({ recordings: account.recordings.all() }));
  app.get('/sim/transcripts', (request) => ({ transcripts: journal.transcripts(queryField(request, 'to')) }));
  app.get('/sim/hear', (request) => {
    const number = phoneField(world, request, 'to');
    return { heard: hearReport(journal, { number, sid: queryField(request, 'call') }) };
  });
  app.get('/sim/events/stream', (_request, reply) => {
    streamLines(reply, (send) => journal.onEvent(send));
  });
  app.post('/sim/seed', (request, reply) =>
    streamWork(reply, options.past.seed(readPastPlan(jsonBody(request))), (past) => ({ past })),
  );
  app.get('/sim/requests', () => ({ total: log.total, requests: log.list() }));
  serveSettings(app, options);
  servePeople(app, options);
}

function serveSettings(app: FastifyInstance, { world, faults }: ControlOptions): void {
  app.get('/sim/faults', () => ({ faults: faults.list(), struck: faults.struck() }));
  app.post('/sim/faults', (request) => {
    const { faults: wanted } = jsonBody(request);
    if (!Array.isArray(wanted))
      throw new UsageError('expected {"faults": ["drop-reply=0.1", …]}; [] ends them all');
    faults.set(wanted.map((fault) => (typeof fault === 'string' ? parseFault(fault) : readFault(fault))));
    return { faults: faults.list() };
  });
  app.get('/sim/phones', () => ({ phones: world.phones.all() }));
  // YAML, of which JSON is a part: the same text that a phone file holds.
  app.post('/sim/phones', (request) => {
    world.phones.put(parsePhones(textBody(request)));
    return { phones: world.phones.all() };
  });
}

/** What virtual people do by themselves. */
function servePeople(app: FastifyInstance, { world }: ControlOptions): void {
  app.post('/sim/text', (request, reply) => {
    const asked = jsonBody(request);
    const { sid, from, to, body } = sendFromPhone(world, readText(asked, readParties(asked)));
    return reply.code(201).send({ sid, from, to, body });
  });
  app.post('/sim/call', (request, reply) => {
    const body = jsonBody(request);
    const parties = readParties(body);
    const { sid } = callFromPhone(world, readCall(body, parties));
    return reply.code(201).send({ sid, ...parties });
  });
  app.post('/sim/hang-up', (request) => {
    const sid = readSid(jsonBody(request));
    hangUpPhone(world, sid);
    return { sid };
  });
}

function readSid({ sid }: Record<string, unknown>): string {
  if (typeof sid === 'string') return sid;
  throw new UsageError(`"sid" is no call: ${JSON.stringify(sid)}`, { hint: 'expected {"sid": "CA…"}' });
}

function readParties({ from, to }: Record<string, unknown>): CallParties {
  return { from: readParty(from, 'from'), to: readParty(to, 'to') };
}

/** A phone number in JSON. Throws UsageError. */
function readParty(value: unknown, name: string): string {
  const number = typeof value === 'string' ? readNumber(value) : undefined;
  if (number === undefined) throw new UsageError(`"${name}" is no phone number: ${JSON.stringify(value)}`);
  return number;
}

/** Told apart from a REST error: the message and its hint, for the person or test that asked. */
export function refuseControl(reply: FastifyReply, error: RemindError): FastifyReply {
  const status = error.exitCode === EXIT.notFound ? 404 : 400;
  return reply.code(status).send({ error: error.message, hint: error.hint ?? null });
}

async function moveClock(clock: VirtualClock, body: Record<string, unknown>): Promise<unknown> {
  const { advance, set, speed, pause } = body;
  if (typeof advance === 'number') await clock.advance(advance);
  else if (typeof set === 'number') await clock.set(set);
  else if (typeof speed === 'number') clock.setSpeed(speed);
  else if (typeof pause === 'boolean') clock.pause(pause);
  else {
    throw new UsageError(
      'expected one of {"advance": ms}, {"set": instant}, {"speed": n}, {"pause": true|false}',
    );
  }
  return clock.state();
}

function queryField(request: FastifyRequest, name: string): string | undefined {
  const mark = request.url.indexOf('?');
  return field(mark < 0 ? NO_FIELDS : parseForm(request.url.slice(mark + 1)), name);
}

/** A phone's number, where a plus that was not escaped is a blank, or its name. Throws NotFoundError, UsageError. */
function phoneField({ phones }: World, request: FastifyRequest, name: string): string | undefined {
  const text = queryField(request, name)?.replace(/^ /, '+');
  if (text === undefined || text === '') return undefined;
  const number = readNumber(text);
  if (number !== undefined) return number;
  const alike = phones.all().filter((phone) => phone.name?.toLowerCase() === text.toLowerCase());
  if (alike.length > 1) {
    throw new UsageError(
      `more than one phone is called ${text}: ${alike.map((phone) => phone.number).join(', ')}`,
    );
  }
  if (alike[0] === undefined)
    throw new NotFoundError(`no phone is called ${text}, and it is no phone number`);
  return alike[0].number;
}

function textBody({ body }: FastifyRequest): string {
  return typeof body === 'string' ? body : '';
}

function jsonBody(request: FastifyRequest): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(textBody(request));
  } catch (cause) {
    throw new UsageError('the body is not JSON', { cause });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new UsageError('the body is not a JSON object');
  }
  return value as Record<string, unknown>;
}
