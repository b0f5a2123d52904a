// Queues of calls and who waits in them: list, fetch, make, change, delete, take somebody out.

import { memberJson, type QueueMember, type QueueRow, queueJson, type Waiters } from '../queue.ts';
import { addQueue } from '../voice/waiting-line.ts';
import { ApiError, badRequest, notFound } from './api-error.ts';
import { listAnswer } from './list.ts';
import { pageAnswer, pageOf, rowBytes } from './page.ts';
import { given, httpMethod, integer, required, webhookUrl } from './params.ts';
import type { Resource, RestAnswer, RestRequest } from './resource.ts';

const MAX_NAME = 64;
const MOST_MEMBERS = 5_000;
/** Twilio's name for whoever has waited longest. */
const FRONT = 'Front';

function findQueue({ account, sids, path }: RestRequest): QueueRow {
  const row = account.queues.get(sids[0] ?? '');
  if (row === undefined) throw notFound(path);
  return row;
}

function waitersOf({ account, world }: RestRequest, queue: QueueRow): Waiters {
  return { members: account.queueMembers.filed(queue.sid), now: world.clock.now() };
}

function show(request: RestRequest, queue: QueueRow, status = 200): RestAnswer {
  return { status, body: queueJson(queue, waitersOf(request, queue)), sid: queue.sid };
}

function listQueues(request: RestRequest): RestAnswer {
  return listAnswer(request, {
    book: request.account.queues,
    key: 'queues',
    filters: [],
    params: [],
    json: (queue) => queueJson(queue, waitersOf(request, queue)),
  });
}

function createQueue(request: RestRequest): RestAnswer {
  const { world, account, form } = request;
  const friendlyName = readName(request, required(form, 'FriendlyName'));
  const maxSize = readMaxSize(request);
  return show(request, addQueue(world, account, { friendlyName, ...(maxSize && { maxSize }) }), 201);
}

function updateQueue(request: RestRequest): RestAnswer {
  const { world, account, form } = request;
  const queue = findQueue(request);
  const name = given(form, 'FriendlyName');
  const maxSize = readMaxSize(request);
  if (name !== undefined && name !== queue.friendlyName) queue.friendlyName = readName(request, name);
  queue.maxSize = maxSize ?? queue.maxSize;
  queue.updatedAt = world.clock.now();
  account.queues.touch(queue);
  return show(request, queue);
}

/** Two queues of one name could not be told apart by TwiML. */
function readName({ account }: RestRequest, name: string): string {
  if (name.length > MAX_NAME) throw badRequest(20001, `FriendlyName is longer than ${MAX_NAME} characters`);
  if (account.queues.all().some(({ friendlyName }) => friendlyName === name)) {
    throw new ApiError(409, 20409, `A queue named ${name} exists already`);
  }
  return name;
}

function readMaxSize({ form }: RestRequest): number | undefined {
  if (given(form, 'MaxSize') === undefined) return undefined;
  return integer(form, 'MaxSize', { fallback: 0, least: 1, most: MOST_MEMBERS, code: 20001 });
}

/** Only empty queues can be deleted. */
function deleteQueue(request: RestRequest): RestAnswer {
  const { account } = request;
  const queue = findQueue(request);
  if (waitersOf(request, queue).members.length > 0) {
    throw new ApiError(409, 20409, `Queue ${queue.sid} is not empty`);
  }
  account.queues.remove(queue);
  return { status: 204, sid: queue.sid };
}

/** Whoever has waited longest comes first. */
function listMembers(request: RestRequest): RestAnswer {
  const waiters = waitersOf(request, findQueue(request));
  const { size, page } = pageOf(request.query);
  const rows = waiters.members.slice(page * size, (page + 1) * size);
  const last = rows.at(-1);
  return pageAnswer(request, {
    key: 'queue_members',
    params: [],
    rows: rows.map((member) => rowBytes(JSON.stringify(memberJson(member, waiters)))),
    page,
    size,
    next: (page + 1) * size < waiters.members.length && last ? `PA${last.sid}` : null,
    previous: page > 0 && rows[0] ? `PB${rows[0].sid}` : null,
  });
}

function findMember(request: RestRequest, { members }: Waiters): QueueMember {
  const name = request.sids[1];
  const member = name === FRONT ? members[0] : members.find(({ sid }) => sid === name);
  if (member === undefined) throw notFound(request.path);
  return member;
}

function showMember(request: RestRequest): RestAnswer {
  const waiters = waitersOf(request, findQueue(request));
  const member = findMember(request, waiters);
  return { status: 200, body: memberJson(member, waiters), sid: member.sid };
}

/** Takes the call out of the queue, to another document. */
function dequeueMember(request: RestRequest): RestAnswer {
  const { form, world } = request;
  const answer = showMember(request);
  const url = webhookUrl(form, 'Url', 21205);
  if (url === undefined) throw badRequest(20001, "Missing required parameter 'Url'");
  const method = httpMethod(form, 'Method');
  world.live.get(answer.sid ?? '')?.redirect({ url, method });
  return answer;
}

export const QUEUES: Resource = { get: listQueues, post: createQueue };
export const QUEUE: Resource = {
  get: (request) => show(request, findQueue(request)),
  post: updateQueue,
  delete: deleteQueue,
};
export const QUEUE_MEMBERS: Resource = { get: listMembers };
export const QUEUE_MEMBER: Resource = { get: showMember, post: dequeueMember };
