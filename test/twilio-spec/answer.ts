// Whether an answer is what Twilio's description says: its status, exactly its keys, and values that are valid.

import { type Operation, resolve, type Schema } from './document.ts';
import { hasFormat } from './formats.ts';
import { checkLink, mapKeys } from './learned.ts';
import { isOptional, isQuirk, NEVER_NULL, numberIn, withoutFalseKeys } from './quirks.ts';

/** Sentences, each beginning with where it is: `calls[3].queue_time: expected string, got 0`. */
export type Problems = string[];

interface Place {
  /** The schema this value is a property of. */
  readonly owner: string;
  readonly key: string;
  /** `calls[3].queue_time` */
  readonly path: string;
}

/** `body` is undefined for an answer without one. */
export function checkAnswer(operation: Operation, status: number, body: unknown): Problems {
  if (!operation.answers.has(status)) {
    return [`status: expected ${[...operation.answers.keys()].join(' or ')}, got ${status}`];
  }
  const content = operation.answers.get(status);
  if (content === undefined) return body === undefined ? [] : [`body: expected none, got ${show(body)}`];
  return checkValue(body, content.schema, { owner: operation.id, key: '', path: '' });
}

/** Whether a value is one of a schema. */
export function checkValue(value: unknown, given: Schema, place: Place): Problems {
  const { schema, name } = resolve(given, place.owner);
  const problems = value === null ? checkNull(schema, place) : checkType(value, schema, { ...place, name });
  return problems.length > 0 && isQuirk(place.owner, place.key, value) ? [] : problems;
}

function checkNull(schema: Schema, { key, path }: Place): Problems {
  if (NEVER_NULL.has(key)) return [`${path}: Twilio never has null here`];
  return schema.nullable ? [] : [`${path || 'body'}: expected ${schema.type ?? 'a value'}, got null`];
}

type Named = Place & { readonly name: string };

function checkType(value: unknown, schema: Schema, place: Named): Problems {
  const { path } = place;
  const wrong = (what: string) => [`${path || 'body'}: expected ${what}, got ${show(value)}`];
  switch (schema.type) {
    case 'string':
      return typeof value === 'string' ? checkText(value, schema, place) : wrong('string');
    case 'integer':
      return Number.isInteger(value) ? [] : wrong('integer');
    case 'number':
      return Number.isFinite(value) ? [] : wrong('number');
    case 'boolean':
      return typeof value === 'boolean' ? [] : wrong('boolean');
    case 'array':
      return Array.isArray(value) ? checkRows(value, schema, place) : wrong('array');
    case 'object':
      return typeof value === 'object' && !Array.isArray(value)
        ? checkObject(value as Record<string, unknown>, schema, place)
        : wrong('object');
    default:
      // A few have no type: what a call event or an audit event holds may be anything.
      return [];
  }
}

function checkText(text: string, schema: Schema, { owner, key, path }: Place): Problems {
  const wrong = (what: string) => [`${path}: expected ${what}, got ${show(text)}`];
  const { enum: values, pattern, format } = schema;
  if (values && !values.includes(text)) return wrong(`one of ${values.join(', ')}`);
  if (pattern !== undefined && !new RegExp(pattern).test(text)) return wrong(pattern);
  if (format !== undefined && !hasFormat(format, text, 'answer')) return wrong(format);
  if (!(numberIn(key)?.test(text) ?? true)) return wrong('a number as text');
  const problem = checkLink(owner, key, text);
  return problem === undefined ? [] : [`${path}: ${problem}`];
}

function checkRows(rows: readonly unknown[], schema: Schema, { name, key, path }: Named): Problems {
  return rows.flatMap((row, index) =>
    checkValue(row, schema.items ?? {}, { owner: name, key, path: `${path}[${index}]` }),
  );
}

function checkObject(value: Record<string, unknown>, given: Schema, place: Named): Problems {
  if (given.format === 'uri-map') return checkLinks(value, place);
  const schema = withoutFalseKeys(given);
  const { properties } = schema;
  if (properties === undefined) return [];
  const within = (key: string) => (place.path === '' ? key : `${place.path}.${key}`);
  return [
    ...Object.keys(value)
      .filter((key) => !Object.hasOwn(properties, key))
      .map((key) => `${within(key)}: Twilio has no such key`),
    ...Object.entries(properties).flatMap(([key, property]) => {
      if (Object.hasOwn(value, key)) {
        return checkValue(value[key], property, { owner: place.name, key, path: within(key) });
      }
      return isOptional(key, schema) ? [] : [`${within(key)}: missing`];
    }),
  ];
}

function checkLinks(links: Record<string, unknown>, { owner, key, path }: Named): Problems {
  const keys = mapKeys(owner, key);
  const within = (name: string) => ({ owner, key: `${key}.${name}`, path: `${path}.${name}` });
  return [
    ...Object.entries(links).flatMap(([name, link]) =>
      keys && !keys.all.has(name)
        ? [`${path}.${name}: Twilio has no such key`]
        : checkValue(link, LINK, within(name)),
    ),
    ...[...(keys?.always ?? [])]
      .filter((name) => !Object.hasOwn(links, name))
      .map((name) => `${path}.${name}: missing`),
  ];
}

const LINK: Schema = { type: 'string', format: 'uri' };

/** A value as it is told of: JSON, cut short. */
export function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}
