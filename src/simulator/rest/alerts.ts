// The monitor's alerts: every notification of the account, as Twilio's debugger lists them.

import { DAY_MS, iso8601 } from '../dates.ts';
import { alertText, type Notification } from '../notification.ts';
import { notFound } from './api-error.ts';
import { between, chosen, type Filter, listAnswer } from './list.ts';
import type { Resource, RestAnswer, RestRequest } from './resource.ts';

/** How far back alerts can be asked for. What is older is not listed: what Twilio does with it is not documented. */
const KEPT_MS = 30 * DAY_MS;

/** Of the last two the simulator has none. */
const LEVELS = ['error', 'warning', 'notice', 'debug'] as const;

const FILTERS = [
  chosen('LogLevel', LEVELS, ({ level }: Notification) => level),
  between<Notification>(({ at }) => at),
];

function alertJson(row: Notification, origin: string): Record<string, unknown> {
  const date = iso8601(row.at);
  return {
    account_sid: row.accountSid,
    alert_text: alertText(row),
    api_version: '2010-04-01',
    date_created: date,
    date_generated: date,
    date_updated: date,
    error_code: String(row.code),
    log_level: row.level,
    more_info: `https://www.twilio.com/docs/errors/${row.code}`,
    request_method: row.requestMethod,
    request_url: row.requestUrl === '' ? null : row.requestUrl,
    resource_sid: row.resourceSid,
    service_sid: null,
    sid: row.sid,
    url: `${origin}/v1/Alerts/${row.sid}`,
  };
}

function list(request: RestRequest): RestAnswer {
  const { account, world, origin } = request;
  const isKept: Filter<Notification> = () => (row) => row.at >= world.clock.now() - KEPT_MS;
  return listAnswer(request, {
    book: account.notifications,
    key: 'alerts',
    filters: [isKept, ...FILTERS],
    params: ['LogLevel', 'StartDate', 'EndDate'],
    json: (row) => alertJson(row, origin),
  });
}

/** With the exchange that went wrong, which the list leaves out. */
function fetch({ account, sids, path, origin }: RestRequest): RestAnswer {
  const row = account.notifications.get(sids[0] ?? '');
  if (row === undefined) throw notFound(path);
  const body = {
    ...alertJson(row, origin),
    // Twilio shows what it sent; the simulator sends the same headers with every request.
    request_headers: null,
    request_variables: row.requestVariables,
    response_body: row.responseBody,
    response_headers: row.responseHeaders,
  };
  return { status: 200, body, sid: row.sid };
}

export const ALERTS: Resource = { get: list };
export const ALERT: Resource = { get: fetch };
