// What commands print, on a terminal and in a pipe.

import { describe, expect, test } from 'vitest';
import type { Column } from '../../src/core/command.ts';
import { openOutput } from '../../src/terminal/output.ts';
import { type FakeTerminal, fakeStreams } from './streams.ts';

interface Row {
  readonly id: string;
  readonly body: string;
  readonly cost: number | null;
}

const COLUMNS: readonly Column<Row>[] = [
  { key: 'id', heading: 'ID', value: (row) => row.id },
  { key: 'body', heading: 'BODY', value: (row) => row.body, show: (row) => `«${row.body}»` },
  { key: 'costMicros', value: (row) => row.cost },
];
const ROWS: readonly Row[] = [
  { id: '7', body: 'hello', cost: 7900 },
  { id: 'v8', body: 'evil\x1b[2J\nline', cost: null },
];

async function open(terminal: FakeTerminal = {}, more: { quiet?: boolean; color?: string } = {}) {
  const streams = fakeStreams(terminal);
  const out = await openOutput({ streams, env: {}, color: 'off', ...more });
  return { streams, out };
}

describe('a list', () => {
  test.each([
    ['a table on a terminal', { tty: true }, {}, 'ID  BODY\n7   «hello»\nv8  «evil line»\n'],
    ['tab-separated machine values in a pipe', {}, {}, '7\thello\nv8\tevil line\n'],
    [
      'JSON in a pipe, on one line',
      {},
      { json: true as const },
      '[{"id":"7","body":"hello","costMicros":7900},{"id":"v8","body":"evil\\u001b[2J\\nline","costMicros":null}]\n',
    ],
    [
      'chosen fields in their order',
      {},
      { json: 'costMicros,id' },
      '[{"costMicros":7900,"id":"7"},{"costMicros":null,"id":"v8"}]\n',
    ],
    ['NDJSON', {}, { ndjson: true, json: 'id' }, '{"id":"7"}\n{"id":"v8"}\n'],
    ['CSV', {}, { csv: true, json: 'id,body' }, 'id,body\r\n7,hello\r\nv8,"evil\x1b[2J\nline"\r\n'],
  ])('%s', async (_name, terminal, flags, expected) => {
    const { out, streams } = await open(terminal);
    out.list(ROWS, COLUMNS, flags);
    expect(streams.out()).toBe(expected);
    expect(streams.err()).toBe('');
  });

  test.each([
    ['[] for JSON', { json: true as const }, '[]\n', ''],
    ['nothing for NDJSON', { ndjson: true }, '', ''],
    ['a header for CSV', { csv: true }, 'id,body,costMicros\r\n', ''],
    ['words on stderr otherwise', {}, '', 'nothing is scheduled\n'],
  ])('when empty prints %s', async (_name, flags, stdout, stderr) => {
    const { out, streams } = await open();
    out.list([], COLUMNS, flags, 'nothing is scheduled');
    expect(streams.out()).toBe(stdout);
    expect(streams.err()).toBe(stderr);
  });

  test('ends where --limit says, in every shape', async () => {
    for (const flags of [{}, { json: 'id' }, { ndjson: true, json: 'id' }, { csv: true, json: 'id' }]) {
      const { out, streams } = await open();
      out.list(ROWS, COLUMNS, { ...flags, limit: '1' });
      expect(streams.out()).toContain('7');
      expect(streams.out()).not.toContain('v8');
    }
  });

  test('an unknown field prints nothing and lists the known ones', async () => {
    const { out, streams } = await open();
    expect(() => out.list(ROWS, COLUMNS, { json: 'due' })).toThrow(
      expect.objectContaining({ hint: 'fields: id, body, costMicros' }),
    );
    expect(streams.out()).toBe('');
  });
});

describe('a record', () => {
  const row: Row = { id: '7', body: 'x', cost: 1 };

  test('is words, or an object with the fields asked for', async () => {
    const { out, streams } = await open();
    out.record(row, COLUMNS, {}, ({ id }) => `reminder ${id}`);
    out.record(row, COLUMNS, { json: 'id' }, () => '');
    expect(streams.out()).toBe('reminder 7\n{"id":"7"}\n');
  });

  test('is indented for a person', async () => {
    const { out, streams } = await open({ tty: true });
    out.record(row, COLUMNS, { json: 'id' }, () => '');
    expect(streams.out()).toBe('{\n  "id": "7"\n}\n');
  });
});

describe('words', () => {
  test('go to stderr, notes only when not quiet', async () => {
    const loud = await open();
    loud.out.note('scheduled');
    loud.out.warn('late');
    expect(loud.streams.err()).toBe('scheduled\nwarning: late\n');
    const quiet = await open({}, { quiet: true });
    quiet.out.note('scheduled');
    quiet.out.warn('late');
    expect(quiet.streams.err()).toBe('warning: late\n');
    expect(loud.streams.out() + quiet.streams.out()).toBe('');
  });

  test('cannot command the terminal, and keep our colours', async () => {
    const { out, streams } = await open({ tty: true }, { color: 'on' });
    out.line(`${out.style.green('ok')} \x1b]0;title\x07\x1b[2Jname`);
    expect(streams.out()).toBe('\x1b[32mok\x1b[39m name\n');
  });
});

describe('progress', () => {
  test('is redrawn on a terminal, at most once a percent, and cleared', async () => {
    const { out, streams } = await open({ tty: true });
    const progress = out.progress('importing', 100_000);
    for (let done = 1; done <= 100_000; done += 1) progress.tick(done);
    progress.end();
    const frames = streams.err().split('\r').slice(1);
    expect(frames).toHaveLength(102);
    expect(frames[50]).toContain('████████████░░░░░░░░░░░░ 50 % importing');
    expect(frames.at(-1)).toBe('\x1b[K');
  });

  test('is a line for each tenth in a pipe', async () => {
    const { out, streams } = await open();
    const progress = out.progress('importing', 1000);
    for (let done = 1; done <= 1000; done += 1) progress.tick(done);
    progress.end();
    const lines = streams.err().trimEnd().split('\n');
    expect(lines).toHaveLength(10);
    expect(lines[0]).toBe('importing: 10 %');
  });

  test('is silent with --quiet, and with nothing to do', async () => {
    const quiet = await open({ tty: true }, { quiet: true });
    quiet.out.progress('x', 10).tick(5);
    const empty = await open({ tty: true });
    empty.out.progress('x', 0).tick(0);
    expect(quiet.streams.err() + empty.streams.err()).toBe('');
  });
});
