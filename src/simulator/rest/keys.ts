// Keys: standard API keys, made, listed, renamed and taken back.

import { type ApiKey, keyJson } from '../api-key.ts';
import { audit } from '../audit.ts';
import { newSid } from '../random.ts';
import { notFound } from './api-error.ts';
import { listAnswer } from './list.ts';
import type { Resource, RestAnswer, RestRequest } from './resource.ts';
import { nameSetting } from './settings.ts';

function listKeys(request: RestRequest): RestAnswer {
  return listAnswer(request, {
    book: request.account.keys,
    key: 'keys',
    filters: [],
    params: [],
    json: keyJson,
  });
}

/** The only answer with the secret in it. */
function createKey(request: RestRequest): RestAnswer {
  const { world, account, form } = request;
  const now = world.clock.now();
  const key: ApiKey = {
    seq: account.keys.nextSeq(),
    sid: newSid(world.sids, 'SK'),
    friendlyName: nameSetting(form) ?? '',
    secret: world.sids.hex(16),
    createdAt: now,
    updatedAt: now,
  };
  account.keys.add(key);
  tell(request, key, 'created');
  return { status: 201, body: { ...keyJson(key), secret: key.secret }, sid: key.sid };
}

function find({ account, sids, path }: RestRequest): ApiKey {
  const key = account.keys.get(sids[0] ?? '');
  if (key === undefined) throw notFound(path);
  return key;
}

function fetchKey(request: RestRequest): RestAnswer {
  const key = find(request);
  return { status: 200, body: keyJson(key), sid: key.sid };
}

function updateKey(request: RestRequest): RestAnswer {
  const { world, account, form } = request;
  const key = find(request);
  key.friendlyName = nameSetting(form) ?? key.friendlyName;
  key.updatedAt = world.clock.now();
  account.keys.touch(key);
  tell(request, key, 'updated');
  return { status: 200, body: keyJson(key), sid: key.sid };
}

/** It logs nobody in from now on. */
function deleteKey(request: RestRequest): RestAnswer {
  const key = find(request);
  request.account.keys.remove(key);
  tell(request, key, 'deleted');
  return { status: 204, sid: key.sid };
}

function tell({ world, account, login }: RestRequest, key: ApiKey, verb: 'created' | 'updated' | 'deleted') {
  const data = { friendly_name: key.friendlyName };
  audit(world, account, { resource: 'api-key', sid: key.sid, verb, data, actorSid: login.account.sid });
}

export const KEYS: Resource = { get: listKeys, post: createKey, needsToken: true };
export const KEY: Resource = { get: fetchKey, post: updateKey, delete: deleteKey, needsToken: true };
