// What a phone heard, field by field, for programs.

import type { Column } from '../../src/core/command.ts';
import { toUtc } from '../../src/core/say-time.ts';
import type { Heard } from '../../src/simulator/hear-report.ts';

export const HEARD_COLUMNS: readonly Column<Heard>[] = [
  { key: 'at', value: ({ at }) => toUtc(at) },
  { key: 'channel', value: ({ channel }) => channel },
  { key: 'number', value: ({ number }) => number },
  { key: 'name', value: ({ name }) => name },
  { key: 'sid', value: ({ sid }) => sid },
  { key: 'side', value: ({ side }) => side },
  { key: 'from', value: ({ from }) => from },
  { key: 'to', value: ({ to }) => to },
  { key: 'answeredAt', value: ({ answeredAt }) => toUtc(answeredAt) },
  { key: 'answeredBy', value: ({ answeredBy }) => answeredBy },
  { key: 'kind', value: ({ kind }) => kind },
  { key: 'beepAt', value: ({ beepAt }) => toUtc(beepAt) },
  { key: 'endedAt', value: ({ endedAt }) => toUtc(endedAt) },
  { key: 'endedBy', value: ({ endedBy }) => endedBy },
  { key: 'said', value: ({ said }) => said },
  { key: 'heard', value: ({ heard }) => heard },
  { key: 'heardFraction', value: ({ heardFraction }) => heardFraction },
  { key: 'message', value: ({ message }) => message },
  { key: 'passes', value: ({ passes }) => passes },
  { key: 'wholePasses', value: ({ wholePasses }) => wholePasses },
  { key: 'parts', value: ({ parts }) => parts.map((part) => ({ ...part, at: toUtc(part.at) })) },
  { key: 'answers', value: ({ answers }) => answers },
  { key: 'pressed', value: ({ pressed }) => pressed },
  { key: 'played', value: ({ played }) => played },
  {
    key: 'machineKeys',
    value: ({ machineKeys }) => machineKeys.map((key) => ({ ...key, at: toUtc(key.at) })),
  },
  { key: 'erased', value: ({ erased }) => erased },
];
