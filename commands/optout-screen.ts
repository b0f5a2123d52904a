// What the opt-out commands show: the fields of an opt-out and of a text, and each as a line.

import type { Column } from '../src/core/command.ts';
import { formatId } from '../src/core/id.ts';
import { oneLine } from '../src/core/quoted.ts';
import { toUtc } from '../src/core/say-time.ts';
import type { OptOut } from '../src/store/opt-outs.ts';
import type { Reply } from '../src/store/replies.ts';

/** The fields of docs/json.md. */
export const OPT_OUT_COLUMNS: readonly Column<OptOut>[] = [
  { key: 'person', heading: 'PERSON', value: (o) => o.person },
  { key: 'word', heading: 'WORD', value: (o) => o.word },
  { key: 'from', heading: 'TO', value: (o) => o.sender, show: scopeText },
  { key: 'tenant', value: (o) => o.tenantName },
  { key: 'source', heading: 'BY', value: (o) => o.source },
  { key: 'optedOutAt', heading: 'SINCE', value: (o) => toUtc(o.since), show: (o) => toUtc(o.since) ?? '' },
  { key: 'cancelled', heading: 'CANCELLED', value: (o) => o.cancelled },
  { key: 'endedAt', value: (o) => toUtc(o.endedAt) },
  { key: 'endedBy', value: (o) => o.endedBy },
  { key: 'sid', value: (o) => o.messageSid },
];

/** Whose sending it ends. */
export function scopeText({ sender, tenantName }: OptOut): string {
  if (sender !== null) return sender;
  return tenantName === null ? 'everybody' : `tenant ${tenantName}`;
}

export function optOutLine(optOut: OptOut): string {
  const { person, word, since, endedAt, endedBy } = optOut;
  const end = endedAt === null ? '' : `, taken back ${toUtc(endedAt)} (${endedBy})`;
  return `${person} "${word}" to ${scopeText(optOut)} since ${toUtc(since)}${end}`;
}

export const REPLY_COLUMNS: readonly Column<Reply>[] = [
  { key: 'id', heading: 'ID', value: (r) => formatId(r.id) },
  { key: 'person', heading: 'FROM', value: (r) => r.person, show: (r) => r.contactName ?? r.person },
  { key: 'contact', value: (r) => r.contactName },
  { key: 'to', heading: 'TO', value: (r) => r.sender },
  {
    key: 'receivedAt',
    heading: 'AT',
    value: (r) => toUtc(r.receivedAt),
    show: (r) => toUtc(r.receivedAt) ?? '',
  },
  { key: 'body', heading: 'TEXT', value: (r) => r.body, isProse: true },
  {
    key: 'reminderId',
    heading: 'REMINDER',
    value: (r) => (r.reminderId === null ? null : formatId(r.reminderId)),
  },
  { key: 'meaning', value: (r) => r.meaning },
  { key: 'review', value: (r) => r.review },
  { key: 'sid', value: (r) => r.messageSid },
];

export function replyLine({ id, receivedAt, person, body, review }: Reply): string {
  const open = review === 'open' ? `  (to decide: remind optout review ${formatId(id)} …)` : '';
  return `${toUtc(receivedAt)} ${person}: ${oneLine(body)}${open}`;
}
