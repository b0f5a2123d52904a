// Bytes to text: UTF-8 with or without a byte order mark, and nothing else.

import { UsageError } from '../../core/errors.ts';

/**
 * Text chunks of a UTF-8 stream, the mark at its start dropped. Bytes that are no UTF-8 become U+FFFD, so that
 * the reader can name the row they stand in.
 * @throws UsageError for UTF-16, which spreadsheets call "Unicode text"
 */
export async function* decode(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8');
  let first = true;
  for await (const chunk of chunks) {
    if (first && chunk.length >= 2) refuseUtf16(chunk);
    if (chunk.length > 0) first = false;
    const text = decoder.decode(chunk, { stream: true });
    if (text !== '') yield text;
  }
  const rest = decoder.decode();
  if (rest !== '') yield rest;
}

function refuseUtf16([first, second]: Uint8Array): void {
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  if (!isUtf16) return;
  throw new UsageError('the file is in UTF-16', {
    hint: 'save it as "CSV UTF-8", or: iconv -f UTF-16 -t UTF-8',
  });
}
