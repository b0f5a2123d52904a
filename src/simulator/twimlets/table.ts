// The Twimlets by name.
//
// Facts: github.com/willtonkin/twimlets, which is Twilio's own PHP, and the answers of twimlets.com recorded in 2019
// in github.com/twilio-labs/function-templates (funlet-*), which win where the two differ.

import { conference } from './conference.ts';
import { findme } from './findme.ts';
import { forward } from './forward.ts';
import { holdmusic } from './holdmusic.ts';
import { menu } from './menu.ts';
import { echo, message } from './message.ts';
import { callme, simulring } from './ringing.ts';
import type { Twimlet } from './twimlet.ts';
import { voicemail } from './voicemail.ts';
import { whisper } from './whisper.ts';

export const TWIMLETS: Readonly<Record<string, Twimlet>> = {
  callme,
  conference,
  echo,
  findme,
  forward,
  holdmusic,
  menu,
  message,
  simulring,
  voicemail,
  whisper,
};
