// The application that a call's Gather asks, in a process of its own. Prints its URL.

import { createServer } from 'node:http';

const TWIML = '<Response><Say>Thank you. Good bye.</Say></Response>';
const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => response.writeHead(200, { 'content-type': 'text/xml' }).end(TWIML));
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`http://127.0.0.1:${server.address().port}\n`));
