// The characters of a document: by its Content-Type, by the declaration of its XML, else UTF-8.

import type { WebhookReply } from '../webhook.ts';

/** An encoding that nobody knows is taken for UTF-8. */
export function decodeReply({ body, charset }: WebhookReply): string {
  const encoding = charset || declared(body);
  if (encoding === undefined || /^utf-?8$/i.test(encoding)) return body.toString();
  try {
    return new TextDecoder(encoding).decode(body);
  } catch {
    return body.toString();
  }
}

function declared(body: Buffer): string | undefined {
  const start = body.toString('latin1', 0, 100);
  return /^(?:\xef\xbb\xbf)?\s*<\?xml[^>]*\sencoding=["']([\w.:-]+)["']/.exec(start)?.[1];
}
