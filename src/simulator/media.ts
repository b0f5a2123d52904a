// A message's pictures as the simulator keeps them: where each one is, not the picture itself.

import { rfc2822 } from './dates.ts';
import type { Message } from './message.ts';
import { newSid } from './random.ts';
import type { Account, World } from './world.ts';

/** Instants are virtual, in ms. Plain data: it is written to the state file as it is. */
export interface Media {
  readonly seq: number;
  readonly sid: string;
  readonly accountSid: string;
  readonly messageSid: string;
  /** Where the sender said it is. */
  readonly url: string;
  readonly contentType: string;
  readonly createdAt: number;
}

const TYPES: Readonly<Record<string, string>> = {
  gif: 'image/gif',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  mp3: 'audio/mpeg',
  mp4: 'video/mp4',
  pdf: 'application/pdf',
  png: 'image/png',
  vcf: 'text/vcard',
  wav: 'audio/wav',
};

/** By the ending of its path. Twilio fetches it and looks; a picture is what it mostly finds. */
export function mediaType(url: string): string {
  const ending = /\.(\w{3,4})(?:[?#]|$)/.exec(url)?.[1]?.toLowerCase() ?? '';
  return TYPES[ending] ?? 'image/png';
}

/** Gives each of a new message's pictures a row of its own. */
export function keepMedia(world: World, account: Account, message: Message): void {
  for (const url of message.media) {
    account.media.add({
      seq: account.media.nextSeq(),
      sid: newSid(world.sids, 'ME'),
      accountSid: account.sid,
      messageSid: message.sid,
      url,
      contentType: mediaType(url),
      createdAt: message.createdAt,
    });
  }
}

/** Of a message that is deleted, or whose content nobody may keep. */
export function dropMedia(account: Account, { sid }: Message): void {
  for (const media of [...account.media.filed(sid)]) account.media.remove(media);
}

/** Where a picture is served, below the simulator's address; with `.json` behind it, what is known of it. */
export function mediaPath({ accountSid, messageSid, sid }: Media): string {
  return `/2010-04-01/Accounts/${accountSid}/Messages/${messageSid}/Media/${sid}`;
}

/** Twilio's JSON. */
export function mediaJson(media: Media): Record<string, unknown> {
  return {
    account_sid: media.accountSid,
    content_type: media.contentType,
    date_created: rfc2822(media.createdAt),
    date_updated: rfc2822(media.createdAt),
    parent_sid: media.messageSid,
    sid: media.sid,
    uri: `${mediaPath(media)}.json`,
  };
}
