// Files for import tests: text as chunks of bytes, and a reader drained.

import type { SourceReader, SourceRow } from '../../../src/reminders/import/source.ts';

export async function* bytesOf(text: string | Uint8Array, size = 65_536): AsyncGenerator<Uint8Array> {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

export async function readAll(reader: SourceReader, chunks: AsyncIterable<Uint8Array>): Promise<SourceRow[]> {
  const rows: SourceRow[] = [];
  for await (const batch of reader.rows(chunks)) rows.push(...batch);
  return rows;
}
