// Whether a request is one Twilio's description allows: its path, its parameters and their values.

import { type Problems, show } from './answer.ts';
import { type Match, resolve, type Schema } from './document.ts';
import { hasFormat } from './formats.ts';
import { NEWER } from './quirks.ts';

/** As on the wire: texts, and several of them for a key that is repeated. */
export type WireParams = Readonly<Record<string, string | readonly string[]>>;

/** `params` are the query of a GET or DELETE and the form of a POST. */
export function checkRequest({ operation, values }: Match, params: WireParams): Problems {
  const inPath = operation.parameters.filter((parameter) => parameter.in === 'path');
  const problems = inPath.flatMap(({ name, schema }) => checkText(values[name] ?? '', schema, `{${name}}`));
  const inQuery = operation.parameters.filter((parameter) => parameter.in === 'query');
  const known = new Map<string, Schema>(inQuery.map(({ name, schema }) => [name, schema]));
  const required = inQuery.filter((parameter) => parameter.required).map(({ name }) => name);
  for (const [name, schema] of Object.entries(operation.form?.schema.properties ?? {}))
    known.set(name, schema);
  required.push(...(operation.form?.schema.required ?? []));
  for (const [name, value] of Object.entries(params)) {
    const schema = known.get(name);
    if (NEWER[operation.id]?.includes(name)) continue;
    problems.push(
      ...(schema === undefined ? [`${name}: Twilio has no such parameter`] : checkParam(value, schema, name)),
    );
  }
  problems.push(
    ...required.filter((name) => !Object.hasOwn(params, name)).map((name) => `${name}: required`),
  );
  return problems;
}

function checkParam(value: string | readonly string[], given: Schema, name: string): Problems {
  const { schema } = resolve(given, name);
  const texts = typeof value === 'string' ? [value] : value;
  if (schema.type === 'array') return texts.flatMap((text) => checkText(text, schema.items ?? {}, name));
  if (texts.length !== 1) return [`${name}: given ${texts.length} times`];
  return checkText(texts[0] as string, schema, name);
}

function checkText(text: string, given: Schema, name: string): Problems {
  const { schema } = resolve(given, name);
  const wrong = (what: string) => [`${name}: expected ${what}, got ${show(text)}`];
  const { type, enum: values, pattern, format, minimum, maximum } = schema;
  if (type === 'boolean') return /^(?:true|false)$/.test(text) ? [] : wrong('true or false');
  if (type === 'integer' || type === 'number') {
    if (!(type === 'integer' ? /^-?\d+$/ : /^-?\d+(?:\.\d+)?$/).test(text)) return wrong(type);
    if (minimum !== undefined && Number(text) < minimum) return wrong(`at least ${minimum}`);
    return maximum !== undefined && Number(text) > maximum ? wrong(`at most ${maximum}`) : [];
  }
  if (values && !values.includes(text)) return wrong(`one of ${values.join(', ')}`);
  if (pattern !== undefined && !new RegExp(pattern).test(text)) return wrong(pattern);
  return type === 'string' && format !== undefined && !hasFormat(format, text, 'request')
    ? wrong(format)
    : [];
}
