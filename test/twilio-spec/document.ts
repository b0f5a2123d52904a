// Twilio's own description of its API, as the devDependency ships it: which operation a request is.

import { readFileSync } from 'node:fs';

/** The part of OpenAPI 3.0 that Twilio uses. */
export interface Schema {
  readonly $ref?: string;
  readonly title?: string;
  readonly type?: 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'object';
  readonly format?: string;
  readonly nullable?: boolean;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

export interface Example {
  readonly value: unknown;
}

interface Content {
  readonly schema: Schema;
  readonly examples?: Readonly<Record<string, Example>>;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly required?: boolean;
  readonly schema: Schema;
  readonly examples?: Readonly<Record<string, Example>>;
}

interface OperationObject {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Content>> };
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, Content>> }>>;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationObject>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

export interface Operation {
  /** `FetchMessage`. */
  readonly id: string;
  readonly method: Method;
  /** With its parameters: `/2010-04-01/Accounts/{AccountSid}/Calls.json`. */
  readonly template: string;
  readonly parameters: readonly Parameter[];
  /** What its form holds; undefined for one that takes none. */
  readonly form: Content | undefined;
  /** By status; undefined for an answer without a body. */
  readonly answers: ReadonlyMap<number, Content | undefined>;
}

export type Method = 'GET' | 'POST' | 'DELETE';
const METHODS: readonly Method[] = ['GET', 'POST', 'DELETE'];

const FOLDER = new URL('../../node_modules/@twilio-alpha/mcp/twilio-oai/spec/json/', import.meta.url);
// Together 28 ms to read and parse: once for each test file that asks.
const DOCUMENTS = ['twilio_api_v2010', 'twilio_monitor_v1'].map(
  (name): Document => JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8')),
);

/** Every operation of the two documents. */
export const OPERATIONS: readonly Operation[] = DOCUMENTS.flatMap(({ paths }) =>
  Object.entries(paths).flatMap(([template, item]) =>
    METHODS.flatMap((method) => {
      const found = item[method.toLowerCase()];
      return found ? [toOperation(method, template, found)] : [];
    }),
  ),
);

function toOperation(method: Method, template: string, found: OperationObject): Operation {
  return {
    id: found.operationId,
    method,
    template,
    parameters: found.parameters ?? [],
    form: found.requestBody?.content['application/x-www-form-urlencoded'],
    answers: new Map(
      Object.entries(found.responses).map(([status, answer]) => [
        Number(status),
        answer.content?.['application/json'],
      ]),
    ),
  };
}

/** The schema a reference names, with its name; the schema itself and the name it came with when it is none. */
export function resolve(schema: Schema, name: string): { readonly schema: Schema; readonly name: string } {
  if (schema.$ref === undefined) return { schema, name };
  const target = schema.$ref.slice('#/components/schemas/'.length);
  const found = DOCUMENTS.map(({ components }) => components.schemas[target]).find(Boolean);
  if (found === undefined) throw new Error(`the description has no schema ${target}`);
  return { schema: found, name: target };
}

export interface Match {
  readonly operation: Operation;
  /** Values of the parameters in the path. */
  readonly values: Readonly<Record<string, string>>;
}

// The one with the fewest parameters wins: IncomingPhoneNumbers/Local.json is no SID called Local.
const BY_PATH = [...OPERATIONS]
  .sort((a, b) => a.template.split('{').length - b.template.split('{').length)
  .map((operation) => ({ operation, pattern: toPattern(operation.template) }));

function toPattern(template: string): RegExp {
  const source = template.replaceAll('.', '\\.').replace(/\{(\w+)\}/g, '(?<$1>[^/]+?)');
  return new RegExp(`^${source}$`);
}

/** The operation of a method and a path without a query; undefined when Twilio has none. */
export function findOperation(method: string, path: string): Match | undefined {
  for (const { operation, pattern } of BY_PATH) {
    const match = operation.method === method ? pattern.exec(path) : null;
    if (match) return { operation, values: { ...match.groups } };
  }
  return undefined;
}
