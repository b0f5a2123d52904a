// Rubbish, two thousand times in the suite, and as often as FUZZ_REQUESTS says in `npm run fuzz`.

import { Agent, request } from 'node:http';
import { expect, test } from 'vitest';
import { seededRandom } from '../../src/simulator/random.ts';
import { clientOf, simulate } from './harness.ts';
import { complaint, Rubbish, type RubbishAnswer, type RubbishRequest } from './rubbish.ts';

const REQUESTS = Number(process.env['FUZZ_REQUESTS'] ?? 2_000);
const SEED = Number(process.env['FUZZ_SEED'] ?? 42);
const AT_ONCE = 20;

const REFUSAL =
  '{"code":20404,"message":"no","more_info":"https://www.twilio.com/docs/errors/20404","status":404}';

const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });

function send(url: string, { method, path, headers, body }: RubbishRequest): Promise<RubbishAnswer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const length = Buffer.byteLength(body);
    const outgoing = request(
      { agent, hostname, port, method, path, headers: { ...headers, 'content-length': length } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            contentType: response.headers['content-type'] ?? '',
            text: Buffer.concat(chunks).toString(),
          }),
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** Enough to send it again. */
function show({ method, path, headers, body }: RubbishRequest): string {
  const { 'content-type': type } = headers;
  return `${method} ${path.slice(0, 2_000)}\ncontent-type: ${type}\n\n${body.slice(0, 5_000)}`;
}

test(
  `${REQUESTS} requests of rubbish (seed ${SEED}): each has an answer of Twilio’s kind, and the simulator lives on`,
  async () => {
    const simulator = await simulate();
    const rubbish = new Rubbish(seededRandom(SEED, 'rubbish'), simulator);
    const seen: Record<number, number> = {};
    let asked = 0;
    const ask = async (rubbishRequest: RubbishRequest, nth: number): Promise<RubbishAnswer> => {
      const where = `seed ${SEED}, request ${nth}:\n${show(rubbishRequest)}`;
      const answer = await send(simulator.url, rubbishRequest).catch((error) => {
        throw new Error(`no answer (${error}) to ${where}`);
      });
      const problem = complaint(rubbishRequest, answer);
      if (problem) throw new Error(`${problem}: ${answer.text.slice(0, 500)}\nto ${where}`);
      return answer;
    };
    while (asked < REQUESTS) {
      const batch = Array.from({ length: AT_ONCE }, () => rubbish.next());
      for (const { status, text } of await Promise.all(batch.map((one, i) => ask(one, asked + i)))) {
        rubbish.learn(text);
        seen[status] = (seen[status] ?? 0) + 1;
      }
      asked += AT_ONCE;
      // What was accepted by mistake lives on as well: calls run their TwiML, numbers pay their rent.
      if (asked % 500 === 0) await simulator.clock.advance(120_000);
    }
    expect(Object.keys(seen)).toEqual(
      expect.arrayContaining(['200', '201', '204', '400', '401', '404', '405']),
    );
    // It is as it was: the account is there, can buy a number, and messages go out.
    const { phoneNumber } = await clientOf(simulator).incomingPhoneNumbers.create({ areaCode: '212' });
    const message = await clientOf(simulator).messages.create({
      to: '+12025550123',
      from: phoneNumber,
      body: 'still there',
    });
    await simulator.clock.advance(5_000);
    expect((await clientOf(simulator).messages(message.sid).fetch()).status).toBe('delivered');
    agent.destroy();
  },
  Math.max(20_000, REQUESTS * 20),
);

test.each([
  ['a fine page', 'GET', 200, 'application/json', '{"messages":[]}', undefined],
  ['a fine refusal', 'GET', 404, 'application/json', REFUSAL, undefined],
  ['a crash', 'GET', 500, 'application/json', REFUSAL, 'a 500'],
  [
    'a framework that speaks for itself',
    'POST',
    400,
    'application/json',
    '{"statusCode":400}',
    "not Twilio's",
  ],
  ['another status than it says', 'POST', 400, 'application/json', REFUSAL, "not Twilio's"],
  ['a page of HTML', 'GET', 200, 'text/html', '<html>', 'of type text/html'],
  ['half an answer', 'GET', 200, 'application/json', '{"sid": "', 'no JSON'],
  ['a body without a right to be', 'DELETE', 204, '', 'x', 'with a body'],
])('the judge of the fuzz takes %s for what it is', (_what, method, status, contentType, text, problem) => {
  const found = complaint({ method, path: '/', headers: {}, body: '' }, { status, contentType, text });
  if (problem === undefined) expect(found).toBeUndefined();
  else expect(found).toContain(problem);
});
