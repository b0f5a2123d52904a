// Twilio's own examples pass the checker: schemas and examples are one truth, but for what is listed here.

import { expect, test } from 'vitest';
import { checkAnswer } from './answer.ts';
import { type Example, OPERATIONS, type Operation } from './document.ts';
import { checkRequest } from './request.ts';

// In examples only; nothing of ours may look like this.
const STALE: readonly [operation: RegExp, problem: RegExp, why: string][] = [
  [/Call$/, /\bannotation: Twilio has no such key/, 'withdrawn with message tags'],
  [/Message$/, /\btags: Twilio has no such key/, 'made public and withdrawn again'],
  [/IncomingPhoneNumber$|Queue$/, /\bsubresource_uris: Twilio has no such key/, 'not in the schema yet'],
  [/^ListMedia$/, /^(?:last_page_uri|num_pages|total): Twilio has no such key/, 'paging of long ago'],
  [/Recording$/, /expected date-time-rfc-2822, got ".* \+0100"/, 'a machine in another zone'],
  [/^ListDependentPhoneNumber$/, /trunk_sid: .*got "AP/, 'a slip of the pen'],
  [/Alert$/, /error_code: expected a number as text, got "error_code"/, 'a name for a value'],
  [/^CreateToken$/, /ice_servers\[\d\]\.(?:credential|username|url): missing/, 'a server without a login'],
  // What Twilio takes, and what nobody should send.
  [/^List(?:Call|Message)$/, /expected date-time, got "(?:06\/11\/|.* 22:0)/, 'dates in three more ways'],
  [
    /^(?:Create|Update)/,
    /^(?:IfMachine|Transcri|MachineDetection|PlayBeep).* no such parameter/,
    'long withdrawn',
  ],
  [/^UpdateCall$/, /^StatusCallbackUrl: .* no such parameter/, 'the name of long ago'],
  [/^CreateMessage$/, /^Tags: .* no such parameter/, 'made public and withdrawn again'],
  [/^CreateMessage$/, /^To: .*, got "\d+\+/, 'a WhatsApp address without its channel'],
  [/^CreateCall$/, /^Method: .*, got ""/, 'empty for the default'],
  [
    /^Create(?:Realtime|Siprec|Stream)/,
    /^StatusCallbackMethod: .*, got "PUT"|^Url: .*, got "myUrl"/,
    'made up',
  ],
  [/^UpdateAccount$/, /^Status: .*, got "1"/, 'its number of old'],
];

function isStale(operation: string, problem: string): boolean {
  return STALE.some(([where, what]) => where.test(operation) && what.test(problem));
}

const ANSWERS = OPERATIONS.flatMap((operation) =>
  [...operation.answers].flatMap(([status, content]) =>
    examplesOf(content).map(([name, { value }]) => ({ operation, status, name, value })),
  ),
);

function examplesOf(given: { readonly examples?: Readonly<Record<string, Example>> } | undefined) {
  return Object.entries(given?.examples ?? {});
}

/** Each named example of a request: what the parameters with that name hold. */
const REQUESTS = OPERATIONS.flatMap((operation) => {
  const given = [...operation.parameters, operation.form];
  const names = new Set(given.flatMap((holder) => examplesOf(holder).map(([name]) => name)));
  return [...names].map((name) => ({ operation, name, ...requestOf(operation, name) }));
});

function requestOf(operation: Operation, name: string) {
  const form = operation.form?.examples?.[name]?.value ?? {};
  const params: Record<string, string | string[]> = {};
  const values: Record<string, string> = {};
  for (const parameter of operation.parameters) {
    const value = parameter.examples?.[name]?.value;
    // A path needs all of its parameters, and not all have an example.
    if (parameter.in === 'path') values[parameter.name] = String(value ?? sidFor(parameter.schema.pattern));
    else if (value !== undefined) params[parameter.name] = String(value);
  }
  for (const [key, value] of Object.entries(form)) {
    params[key] = Array.isArray(value) ? value.map(String) : String(value);
  }
  return { params, values };
}

function sidFor(pattern?: string): string {
  if (pattern === undefined) return 'US';
  return `${/[A-Z]{2}/.exec(pattern)?.[0] ?? 'CA'}${'0'.repeat(32)}`;
}

const PROBLEMS = [
  ...ANSWERS.flatMap(({ operation, status, name, value }) =>
    checkAnswer(operation, status, value).map((problem) => ({ operation: operation.id, name, problem })),
  ),
  ...REQUESTS.flatMap(({ operation, name, params, values }) =>
    checkRequest({ operation, values }, params).map((problem) => ({
      operation: operation.id,
      name,
      problem,
    })),
  ),
];

test('every example is what the schemas say', () => {
  expect(PROBLEMS.filter(({ operation, problem }) => !isStale(operation, problem))).toEqual([]);
  expect(ANSWERS.length).toBeGreaterThan(280);
  expect(REQUESTS.length).toBeGreaterThan(170);
});

// So that no exception outlives its reason.
test.each(STALE)('there still is an example of %s with %s (%s)', (where, what) => {
  const told = PROBLEMS.filter(({ operation }) => where.test(operation)).map(({ problem }) => problem);
  expect(told).toContainEqual(expect.stringMatching(what));
});
