// Holds files against the laws and says, for each breach, which file breaks which law.

import { posix } from 'node:path';
import * as laws from './laws.ts';
import { type Import, readSource, type Source } from './source.ts';

export interface SourceFile {
  /** From the repository's root: `src/core/clock.ts`. */
  readonly path: string;
  readonly text: string;
}

interface Judged extends SourceFile {
  readonly room: string | undefined;
  readonly source: Source;
}

/** Every breach of every law, as `path: what`. */
export function breaches(files: readonly SourceFile[]): readonly string[] {
  const judged = files.map((file) => ({ ...file, room: roomOf(file.path), source: readSource(file.text) }));
  return [
    ...judged.flatMap((file) =>
      [...ofForm(file), ...ofImports(file), ...ofTouches(file)].map((what) => `${file.path}: ${what}`),
    ),
    ...ofSharedVendors(judged),
    ...ofCycles(judged),
  ];
}

/** `src/core` for a file in it, undefined for one in no room. */
export function roomOf(path: string): string | undefined {
  return Object.keys(laws.FLOORS).find((room) => path === room || path.startsWith(`${room}/`));
}

function ofForm({ path, text, source }: Judged): string[] {
  const found: string[] = [];
  const [first = ''] = text.split('\n');
  if (!/^\/\/ \S+( \S+){2,}.*[.?:;`)]$/.test(first))
    found.push('its first line is no sentence saying what it owns');
  const lines = text.trimEnd().split('\n').length;
  if (lines > laws.MAX_LINES) found.push(`has ${lines} lines, more than ${laws.MAX_LINES}`);
  const words = posix.basename(path, '.ts').split(/[-.]/);
  const empty = words.find((word) => laws.EMPTY_NAMES.includes(word));
  if (empty) found.push(`"${empty}" is no name for what a file owns`);
  if (/\bexport\s+default\b/.test(source.code)) found.push('has a default export');
  if (/\bexport\s+\*/.test(source.code)) found.push('re-exports a whole file');
  if (/^\s*(?:export\s+)?(?:const\s+)?enum\b/m.test(source.code)) found.push('declares an enum');
  return found;
}

function ofImports({ path, room, source }: Judged): string[] {
  if (room === undefined) return ['stands in no room'];
  return source.imports.flatMap((each) => {
    if (each.specifier.startsWith('.')) return ofRooms({ path, room, each });
    return each.specifier.startsWith('node:') ? ofDoors(room, each) : ofVendors(room, each);
  });
}

function ofRooms({ path, room, each }: { path: string; room: string; each: Import }): string[] {
  const target = posix.join(posix.dirname(path), each.specifier);
  if (!target.endsWith('.ts')) return [`imports ${each.specifier} without its .ts`];
  const other = roomOf(target);
  if (other === undefined) return [`imports ${target}, which stands in no room`];
  if (other === 'commands' && room !== 'commands' && each.kind === 'static' && !each.typeOnly) {
    return [`imports the command ${target} before it is asked for`];
  }
  if (other === room) return [];
  const only = laws.MAY_ONLY_SEE[room];
  if (only && !only.includes(other)) return [`imports ${target}: ${room} sees ${only.join(', ')} only`];
  const [mine = 0, theirs = 0] = [laws.FLOORS[room], laws.FLOORS[other]];
  if (theirs === mine) return [`imports its sibling ${target}`];
  return theirs > mine ? [`imports ${target} from a higher floor`] : [];
}

function ofDoors(room: string, { specifier }: Import): string[] {
  if (room === 'src/core' && !laws.CORE_MAY.includes(specifier))
    return [`the core does no input or output, and imports ${specifier}`];
  const rooms = Object.hasOwn(laws.DOORS, specifier) ? laws.DOORS[specifier] : undefined;
  return rooms && !rooms.includes(room)
    ? [`imports ${specifier}, which belongs to ${rooms.join(', ') || 'no room'}`]
    : [];
}

function ofVendors(room: string, { specifier }: Import): string[] {
  const vendor = vendorOf(specifier);
  const rooms = Object.hasOwn(laws.VENDORS, vendor) ? laws.VENDORS[vendor] : undefined;
  if (rooms === undefined) return [`imports ${vendor}, a vendor without a room`];
  return rooms.includes(room) ? [] : [`imports ${vendor}, which belongs to ${rooms.join(', ')}`];
}

/** `chrono-node` for `chrono-node/en`, `@scope/name` for `@scope/name/deep`. */
function vendorOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function ofTouches({ path, room = '', source }: Judged): string[] {
  const found = laws.TOUCHES.filter(
    ({ pattern, rooms }) => !rooms.includes(room) && !rooms.includes(path) && pattern.test(source.code),
  ).map(
    ({ what, rooms }) =>
      `${what}, which ${rooms.length > 0 ? `only ${rooms.join(', ')} may` : 'no room may'}`,
  );
  if (!laws.SQL_ROOMS.includes(room) && laws.SQL.test(source.uncommented))
    found.push('holds SQL, which only the store may');
  return found;
}

function ofSharedVendors(files: readonly Judged[]): string[] {
  return laws.ONE_FILE.flatMap(([vendor, room]) => {
    const users = files.filter(
      (file) =>
        file.room === room && file.source.imports.some(({ specifier }) => vendorOf(specifier) === vendor),
    );
    return users.length > 1
      ? [`${users.map(({ path }) => path).join(', ')}: share ${vendor}, which one file owns`]
      : [];
  });
}

/** Files that need each other to load: one breach for each cycle found, named from its first file on. */
function ofCycles(files: readonly Judged[]): string[] {
  const next = new Map(files.map((file) => [file.path, valueImports(file)]));
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    const from = trail.indexOf(path);
    if (from >= 0) found.push(`${[...trail.slice(from), path].join(' → ')}: import each other`);
    if (from >= 0 || done.has(path)) return;
    for (const target of next.get(path) ?? []) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const { path } of files) visit(path, []);
  return found;
}

function valueImports({ path, source }: Judged): readonly string[] {
  return source.imports
    .filter(({ specifier, kind, typeOnly }) => specifier.startsWith('.') && kind === 'static' && !typeOnly)
    .map(({ specifier }) => posix.join(posix.dirname(path), specifier));
}
