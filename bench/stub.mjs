// A Twilio that only says yes, in a process of its own: notes when each request arrived.
// Prints its URL first, then `<due instant> <arrival instant>` for each message.

import { createServer } from 'node:http';

let count = 0;
const server = createServer((request, response) => {
  const at = Date.now();
  let body = '';
  request.on('data', (chunk) => {
    body += chunk;
  });
  request.on('end', () => {
    if (request.method !== 'POST') {
      response.writeHead(404).end('{"code":20404,"status":404,"message":"not here"}');
      return;
    }
    count += 1;
    const sent = new URLSearchParams(body);
    const now = new Date(at).toUTCString().replace('GMT', '+0000');
    response.writeHead(201, { 'content-type': 'application/json' }).end(
      JSON.stringify({
        sid: `SM${String(count).padStart(32, '0')}`,
        account_sid: 'AC00000000000000000000000000000001',
        to: sent.get('To'),
        from: sent.get('From'),
        body: sent.get('Body'),
        status: 'delivered',
        direction: 'outbound-api',
        num_segments: '1',
        num_media: '0',
        price: null,
        price_unit: 'USD',
        error_code: null,
        error_message: null,
        messaging_service_sid: null,
        date_created: now,
        date_sent: now,
        date_updated: now,
      }),
    );
    process.stdout.write(`${sent.get('Body')?.split(' ').at(-1)} ${at}\n`);
  });
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`http://127.0.0.1:${server.address().port}\n`));
