// What commands print: data on stdout, words on stderr, in the format the flags ask for.

import type { Column, FormatFlags, Output, Style } from '../core/command.ts';
import { loadStyle, wantsColor } from './color.ts';
import { formatOf, parseLimit } from './format-flags.ts';
import { plainLine, plainStyled } from './plain.ts';
import { startProgress } from './progress.ts';
import { csvRow, pickColumns, tabRow, toJson, toObject } from './records.ts';
import { columnsOf, type Streams } from './streams.ts';
import type { TableText } from './table.ts';

export interface OutputOptions {
  readonly streams: Streams;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly color?: string | undefined;
  readonly quiet?: boolean;
  /** False when the flags already say that no table will be drawn: the table's vendor is then not loaded. */
  readonly tables?: boolean;
}

type RenderTable = (table: TableText) => string;

/**
 * Opens the output. What a person's terminal needs (chalk, cli-table3) is loaded here, before the first
 * synchronous print; for a pipe or for JSON neither is.
 */
export async function openOutput(options: OutputOptions): Promise<Output> {
  const { stdout, stderr } = options.streams;
  const isTty = stdout.isTTY === true;
  const color = (tty: boolean) => wantsColor({ flag: options.color, env: options.env, isTty: tty });
  const style = await loadStyle(color(isTty));
  const noteStyle = await loadStyle(color(stderr.isTTY === true));
  const drawTables = isTty && options.tables !== false;
  const render = drawTables ? (await import('./table.ts')).renderTable : undefined;
  const told = words(options, noteStyle);
  return { ...told, ...data(options.streams, { style, render, note: told.note }), style, isTty };
}

function words({ streams: { stderr }, quiet }: OutputOptions, style: Style) {
  return {
    note: (text: string) => {
      if (!quiet) stderr.write(`${plainStyled(text)}\n`);
    },
    warn: (text: string) => {
      stderr.write(`${style.yellow('warning:')} ${plainStyled(text)}\n`);
    },
    progress: (label: string, total: number) =>
      quiet ? { tick() {}, end() {} } : startProgress(stderr, label, total),
  };
}

interface Drawing {
  readonly style: Style;
  readonly render: RenderTable | undefined;
  readonly note: (text: string) => void;
}

function data({ stdout }: Streams, { style, render, note }: Drawing) {
  const isTty = stdout.isTTY === true;
  const line = (text = '') => {
    stdout.write(`${plainStyled(text)}\n`);
  };
  const json = (value: unknown) => {
    stdout.write(`${toJson(value)}\n`);
  };
  const block = (value: unknown) => {
    stdout.write(`${toJson(value, isTty ? 2 : 0)}\n`);
  };
  return {
    line,
    json,
    list<Row>(all: readonly Row[], columns: readonly Column<Row>[], flags: FormatFlags, empty?: string) {
      const rows = all.slice(0, parseLimit(flags.limit, all.length));
      const { shape, fields } = formatOf(
        flags,
        columns.map(({ key }) => key),
      );
      const picked = pickColumns(columns, fields);
      if (shape === 'json') return block(rows.map((row) => toObject(row, picked)));
      if (shape === 'ndjson') {
        for (const row of rows) json(toObject(row, picked));
        return;
      }
      if (shape === 'csv') {
        stdout.write(csvText(rows, picked));
        return;
      }
      if (rows.length > 0)
        stdout.write(tableText(rows, columns, { render, style, width: columnsOf(stdout) }));
      else if (empty !== undefined) note(empty);
    },
    record<Row>(row: Row, columns: readonly Column<Row>[], flags: FormatFlags, text: (row: Row) => string) {
      const { shape, fields } = formatOf(
        flags,
        columns.map(({ key }) => key),
      );
      if (shape === 'table') line(text(row));
      else block(toObject(row, pickColumns(columns, fields)));
    },
  };
}

function csvText<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const records = [
    columns.map(({ key }) => key),
    ...rows.map((row) => columns.map(({ value }) => value(row))),
  ];
  return records.map((record) => `${csvRow(record)}\r\n`).join('');
}

interface TableStyle {
  readonly render: RenderTable | undefined;
  readonly style: Style;
  readonly width: number;
}

/** A table on a terminal; elsewhere, as gh does, tab-separated machine values without headings. */
function tableText<Row>(rows: readonly Row[], columns: readonly Column<Row>[], how: TableStyle): string {
  const shown = columns.filter((column) => column.heading !== undefined);
  if (!how.render) return rows.map((row) => `${tabRow(shown.map(({ value }) => value(row)))}\n`).join('');
  const prose = shown.findIndex((column) => column.isProse);
  const cell = (row: Row, column: Column<Row>) =>
    plainStyled(
      (column.show ?? ((each: Row) => tabRow([column.value(each)])))(row).replace(/[\t\r\n]+/g, ' '),
    );
  return `${how.render({
    headings: shown.map(({ heading }) => how.style.bold(plainLine(heading ?? ''))),
    rows: rows.map((row) => shown.map((column) => cell(row, column))),
    width: how.width,
    prose: prose < 0 ? undefined : prose,
  })}\n`;
}
