// Applications: made, listed, changed and deleted.

import { type Application, applicationJson, newApplication } from '../application.ts';
import { type Fields, field } from '../form.ts';
import { newSid } from '../random.ts';
import { notFound } from './api-error.ts';
import { equals, listAnswer } from './list.ts';
import type { Resource, RestAnswer, RestRequest } from './resource.ts';
import { booleanSetting, nameSetting, readHookSettings, urlSetting } from './settings.ts';

function listApplications(request: RestRequest): RestAnswer {
  return listAnswer(request, {
    book: request.account.applications,
    key: 'applications',
    filters: [equals<Application>('FriendlyName', (row) => row.friendlyName)],
    params: ['FriendlyName'],
    json: applicationJson,
  });
}

/** The status callback of texts has an old and a new name; the new one wins. */
function readSettings(form: Fields): Partial<Application> {
  const settings = {
    ...readHookSettings(form),
    friendlyName: nameSetting(form),
    messageStatusCallback: urlSetting(
      form,
      field(form, 'MessageStatusCallback') === undefined ? 'SmsStatusCallback' : 'MessageStatusCallback',
    ),
    publicConnect: booleanSetting(form, 'PublicApplicationConnectEnabled'),
  };
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

function createApplication({ world, account, form }: RestRequest): RestAnswer {
  const settings = readSettings(form);
  const row = newApplication({
    seq: account.applications.nextSeq(),
    sid: newSid(world.sids, 'AP'),
    accountSid: account.sid,
    createdAt: world.clock.now(),
  });
  Object.assign(row, settings);
  account.applications.add(row);
  return { status: 201, body: applicationJson(row), sid: row.sid };
}

function find({ account, sids, path }: RestRequest): Application {
  const row = account.applications.get(sids[0] ?? '');
  if (row === undefined) throw notFound(path);
  return row;
}

function fetchApplication(request: RestRequest): RestAnswer {
  const row = find(request);
  return { status: 200, body: applicationJson(row), sid: row.sid };
}

function updateApplication(request: RestRequest): RestAnswer {
  const { world, account, form } = request;
  const row = find(request);
  Object.assign(row, readSettings(form), { updatedAt: world.clock.now() });
  account.applications.touch(row);
  return { status: 200, body: applicationJson(row), sid: row.sid };
}

/** A number that pointed at it points at nothing. */
function deleteApplication(request: RestRequest): RestAnswer {
  const { account } = request;
  const row = find(request);
  account.applications.remove(row);
  for (const number of account.numbers.all()) {
    if (number.voiceApplicationSid !== row.sid && number.smsApplicationSid !== row.sid) continue;
    if (number.voiceApplicationSid === row.sid) number.voiceApplicationSid = '';
    if (number.smsApplicationSid === row.sid) number.smsApplicationSid = '';
    account.numbers.touch(number);
  }
  return { status: 204, sid: row.sid };
}

export const APPLICATIONS: Resource = { get: listApplications, post: createApplication };
export const APPLICATION: Resource = {
  get: fetchApplication,
  post: updateApplication,
  delete: deleteApplication,
};
