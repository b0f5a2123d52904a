// `remind sim text`: somebody texts one of your numbers on the running simulator.

import type { Column, CommandModule } from '../../src/core/command.ts';
import { UsageError } from '../../src/core/errors.ts';
import { readUrl } from '../../src/simulator/loopback.ts';
import { readParty } from './caller.ts';
import { describeRunning, findRunning, type RunningNeeds, type RunningOptions } from './running.ts';

interface Options extends RunningOptions {
  readonly media?: readonly string[];
}

interface SentText {
  readonly sid: string;
  readonly from: string;
  readonly to: string;
  readonly body: string;
}

const columns: readonly Column<SentText>[] = [
  { key: 'sid', value: ({ sid }) => sid },
  { key: 'from', value: ({ from }) => from },
  { key: 'to', value: ({ to }) => to },
  { key: 'body', value: ({ body }) => body },
];

export const command: CommandModule<[from: string, to: string, body: string], Options, RunningNeeds> = {
  examples: [
    'remind sim text +12025550101 +15005550006 "C"',
    'remind sim text +12025550101 +15005550006 STOP',
    'remind sim text +12025550101 +15005550006 "Look" --media http://127.0.0.1:8080/cat.png --json=sid',
  ],
  columns,
  format: 'record',
  time: 'real',
  describe(command) {
    command
      .argument('<from>', 'the number of whoever writes')
      .argument('<to>', 'one of the simulated account’s numbers')
      .argument('<body>', 'the words')
      .option('--media <url...>', 'a picture to go with them; repeatable');
    describeRunning(command);
  },
  async run(ctx, [from, to, body], options) {
    const draft = draftOf([from, to, body], options);
    const simulator = await findRunning(ctx, options);
    const sent = (await simulator.post('/sim/text', draft)) as SentText;
    ctx.out.record(sent, columns, options, (text) => `${text.from} texts ${text.to}: “${text.body}”`);
    ctx.out.note(`What comes back: remind sim hear ${sent.from}`);
    return undefined;
  },
};

function draftOf([from, to, body]: readonly [string, string, string], { media = [] }: Options): object {
  const bad = media.find((url) => readUrl(url) === undefined);
  if (bad !== undefined)
    throw new UsageError(`--media: "${bad}" is no URL`, { hint: '--media http://127.0.0.1:8080/cat.png' });
  if (body === '' && media.length === 0) {
    throw new UsageError('<body>: a text has words, or a picture', {
      hint: 'say something, or add --media URL',
    });
  }
  return { from: readParty('<from>', from), to: readParty('<to>', to), body, media };
}
