// Usage triggers: create, list, fetch, update, delete.

import type { Fields } from '../form.ts';
import { newSid } from '../random.ts';
import { USAGE_CATEGORIES } from '../usage-categories.ts';
import {
  currentValue,
  RECURRINGS,
  type Recurring,
  TRIGGERED_BY,
  type TriggeredBy,
  triggerJson,
  type UsageTrigger,
} from '../usage-trigger.ts';
import { badRequest, notFound } from './api-error.ts';
import { chosen, type Filter, listAnswer } from './list.ts';
import { given, httpMethod, oneOf, required, webhookUrl } from './params.ts';
import type { Resource, RestAnswer, RestRequest } from './resource.ts';

const MAX_NAME = 64;
/** Of one account (https://www.twilio.com/docs/usage/api/usage-trigger). */
const MAX_TRIGGERS = 1_000;

/** Asked for but empty, as Twilio says, names those that do not recur. */
const isRecurring: Filter<UsageTrigger> = (query) => {
  if (query.get('Recurring') === undefined) return undefined;
  const wanted = oneOf(query, 'Recurring', RECURRINGS) ?? 'alltime';
  return ({ recurring }) => recurring === wanted;
};

const FILTERS = [
  isRecurring,
  chosen('TriggerBy', TRIGGERED_BY, ({ triggerBy }: UsageTrigger) => triggerBy),
  chosen('UsageCategory', USAGE_CATEGORIES, ({ usageCategory }: UsageTrigger) => usageCategory),
];

function list(request: RestRequest): RestAnswer {
  const { account, world, query } = request;
  return listAnswer(request, {
    book: account.triggers,
    key: 'usage_triggers',
    filters: FILTERS,
    filedUnder: given(query, 'UsageCategory'),
    params: ['Recurring', 'TriggerBy', 'UsageCategory'],
    json: (trigger) => triggerJson(world, account, trigger),
  });
}

function create(request: RestRequest): RestAnswer {
  const { account, world, form } = request;
  const callbackUrl = readCallbackUrl(form);
  if (callbackUrl === undefined) throw badRequest(20001, "Missing required parameter 'CallbackUrl'");
  const value = required(form, 'TriggerValue');
  const usageCategory = required(form, 'UsageCategory');
  if (!USAGE_CATEGORIES.includes(usageCategory))
    throw badRequest(20001, `Invalid UsageCategory: ${usageCategory}`);
  const recurring: Recurring = oneOf(form, 'Recurring', RECURRINGS) ?? 'alltime';
  const triggerBy: TriggeredBy = oneOf(form, 'TriggerBy', TRIGGERED_BY) ?? 'usage';
  const so = currentValue(world, account, { recurring, triggerBy, usageCategory });
  if (account.triggers.all().length >= MAX_TRIGGERS)
    throw badRequest(20001, `No more than ${MAX_TRIGGERS} triggers`);
  const now = world.clock.now();
  const trigger: UsageTrigger = {
    seq: account.triggers.nextSeq(),
    sid: newSid(world.sids, 'UT'),
    accountSid: account.sid,
    friendlyName: readName(form) ?? '',
    createdAt: now,
    updatedAt: now,
    firedAt: null,
    firedIn: null,
    recurring,
    triggerBy,
    value: readValue(value, so),
    usageCategory,
    callbackUrl,
    callbackMethod: httpMethod(form, 'CallbackMethod'),
  };
  account.triggers.add(trigger);
  return answer(request, trigger, 201);
}

/** `+30` is 30 more than what has been used by now. */
function readValue(text: string, so: number): number {
  if (!/^\+?\d{1,12}(?:\.\d{1,6})?$/.test(text)) throw badRequest(20001, `Invalid TriggerValue: ${text}`);
  return Number(text) + (text.startsWith('+') ? so : 0);
}

function readName(form: Fields): string | undefined {
  const name = given(form, 'FriendlyName');
  if (name !== undefined && name.length > MAX_NAME) {
    throw badRequest(20001, `The 'FriendlyName' parameter is longer than ${MAX_NAME} characters`);
  }
  return name;
}

function readCallbackUrl(form: Fields): string | undefined {
  return webhookUrl(form, 'CallbackUrl', 20001);
}

function find({ account, sids, path }: RestRequest): UsageTrigger {
  const trigger = account.triggers.get(sids.at(-1) ?? '');
  if (trigger === undefined) throw notFound(path);
  return trigger;
}

function update(request: RestRequest): RestAnswer {
  const { account, world, form } = request;
  const trigger = find(request);
  const url = readCallbackUrl(form);
  const name = readName(form);
  const method = given(form, 'CallbackMethod') === undefined ? undefined : httpMethod(form, 'CallbackMethod');
  trigger.callbackUrl = url ?? trigger.callbackUrl;
  trigger.friendlyName = name ?? trigger.friendlyName;
  trigger.callbackMethod = method ?? trigger.callbackMethod;
  trigger.updatedAt = world.clock.now();
  account.triggers.touch(trigger);
  return answer(request, trigger, 200);
}

function answer({ account, world }: RestRequest, trigger: UsageTrigger, status: 200 | 201): RestAnswer {
  return { status, body: triggerJson(world, account, trigger), sid: trigger.sid };
}

export const USAGE_TRIGGERS: Resource = { get: list, post: create };

export const USAGE_TRIGGER: Resource = {
  get: (request) => answer(request, find(request), 200),
  post: update,
  delete: (request) => {
    const trigger = find(request);
    request.account.triggers.remove(trigger);
    return { status: 204, sid: trigger.sid };
  },
};
