// Templates: `Hi {{name}}, see you {{date}} at {{time}}.`

import { UsageError } from './errors.ts';

const VARIABLE = /\{\{\s*([a-z_][a-z0-9_.-]*)\s*\}\}/gi;

/** Names of the variables in `body`, each once, in their order. @throws UsageError for braces that do not pair up */
export function listVariables(body: string): string[] {
  refuseLooseBraces(body);
  return [...new Set(Array.from(body.matchAll(VARIABLE), ([, name]) => name ?? ''))];
}

/**
 * Puts the values in, literally: braces inside a value are not looked at again, so no name of a customer can
 * become a template. An empty value is a value.
 *
 * @throws UsageError for a variable without a value, listing those that have one, so that it is found when the
 * reminder is scheduled and not when somebody reads "Hi {{nmae}}"
 */
export function render(body: string, values: Readonly<Record<string, string>>): string {
  const unknown = listVariables(body).filter((name) => !Object.hasOwn(values, name));
  if (unknown.length > 0) {
    const names = unknown.map((name) => `{{${name}}}`).join(', ');
    const known = Object.keys(values).map((name) => `{{${name}}}`);
    throw new UsageError(`nothing is known to put in for ${names}`, {
      hint: known.length > 0 ? `known are ${known.join(', ')}` : 'no variables are known here',
    });
  }
  return body.replace(VARIABLE, (_, name: string) => values[name] ?? '');
}

function refuseLooseBraces(body: string): void {
  const loose = /\{\{|\}\}/.exec(body.replace(VARIABLE, (found) => ' '.repeat(found.length)));
  if (loose === null) return;
  const near = body.slice(loose.index, loose.index + 24);
  throw new UsageError(`a variable is not closed, or its name cannot be read, near "${near}"`, {
    hint: 'write {{name}}: letters, digits and _ between two pairs of braces',
  });
}
