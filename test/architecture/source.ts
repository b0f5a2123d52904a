// Reads a TypeScript source just far enough to judge it: its imports, and its code without comments and strings.

export interface Import {
  /** As written: `./clock.ts`, `node:fs`, `luxon`. */
  readonly specifier: string;
  readonly kind: 'static' | 'dynamic';
  /** True when nothing of it is left at run time. */
  readonly typeOnly: boolean;
}

export interface Source {
  readonly imports: readonly Import[];
  /** The code, with each comment, string and regular expression blanked out; positions are kept. */
  readonly code: string;
  /** The code with strings, for laws about what strings hold. */
  readonly uncommented: string;
}

const STATIC = /\b(?:import|export)\s+(type\s+)?(?:([\w*${}\s,]+?)\s*from\s*)?(['"])([^'"\n]+)\3/g;
const DYNAMIC = /\b(?:import|require)\s*\(\s*(['"])([^'"\n]+)\1\s*\)/g;
// After one of these a slash begins a regular expression; after anything else it divides.
const BEFORE_REGEX = /(?:[=(,:;!&|?{}[+\-*%<>~^]|=>|\breturn|\btypeof|\bcase|^)\s*$/;

/** Parses by hand: TypeScript 7 has no JavaScript API, and a parser of our own needs no other. */
export function readSource(text: string): Source {
  const { code, uncommented } = blank(text);
  const imports: Import[] = [];
  for (const match of uncommented.matchAll(STATIC)) {
    if (!/^(import|export)/.test(code.slice(match.index))) continue;
    const named = match[2] ?? '';
    const typeOnly = match[1] !== undefined || /^\{(\s*type\s[^,}]+,?)+\s*\}$/.test(named.trim());
    imports.push({ specifier: match[4] ?? '', kind: 'static', typeOnly });
  }
  for (const match of uncommented.matchAll(DYNAMIC)) {
    if (!/^(import|require)/.test(code.slice(match.index))) continue;
    imports.push({ specifier: match[2] ?? '', kind: 'dynamic', typeOnly: false });
  }
  return { imports, code, uncommented };
}

type Piece = 'code' | 'comment' | 'string';

function blank(text: string): { readonly code: string; readonly uncommented: string } {
  let code = '';
  let uncommented = '';
  for (const [piece, part] of pieces(text)) {
    const empty = part.replace(/[^\n]/g, ' ');
    code += piece === 'code' ? part : empty;
    uncommented += piece === 'comment' ? empty : part;
  }
  return { code, uncommented };
}

/** The text cut into runs of code, comments and strings; `${}` in a template is code again. */
function* pieces(text: string): Generator<readonly [Piece, string]> {
  // For each template literal we are inside of: how many braces are open in its current `${}`.
  const templates: number[] = [];
  let at = 0;
  let seen = '';
  while (at < text.length) {
    const rest = text.slice(at);
    const open = templates.at(-1);
    let piece: Piece = 'string';
    let part = '';
    if (open === 0) part = templatePart(rest, templates);
    else if (rest.startsWith('//')) [piece, part] = ['comment', /^[^\n]*/.exec(rest)?.[0] ?? ''];
    else if (rest.startsWith('/*')) [piece, part] = ['comment', /^[\s\S]*?(?:\*\/|$)/.exec(rest)?.[0] ?? ''];
    else if (/^['"]/.test(rest)) part = /^(['"])(?:\\[\s\S]|(?!\1)[^\\\n])*\1?/.exec(rest)?.[0] ?? '';
    else if (rest.startsWith('/') && BEFORE_REGEX.test(seen)) {
      part = /^\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*/.exec(rest)?.[0] ?? '/';
    } else {
      [piece, part] = ['code', rest.charAt(0)];
      if (part === '`') templates.push(0);
      else if (open !== undefined && part === '{') templates[templates.length - 1] = open + 1;
      else if (open !== undefined && part === '}') templates[templates.length - 1] = open - 1;
    }
    if (piece === 'code') seen = (seen + part).slice(-40);
    else if (piece === 'string') seen = `${seen}x`.slice(-40);
    yield [piece, part];
    at += part.length;
  }
}

/** The next stretch of a template literal: up to and with its end, or up to and with `${`. */
function templatePart(rest: string, templates: number[]): string {
  const part = /^(?:\\[\s\S]|\$(?!\{)|[^\\$`])*(?:`|\$\{)?/.exec(rest)?.[0] ?? rest;
  if (part.endsWith('${')) templates[templates.length - 1] = 1;
  else templates.pop();
  return part;
}
