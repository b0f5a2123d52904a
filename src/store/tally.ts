// Tallies: how much went in a window, as cumulative rows kept by triggers, so that any window costs a few seeks.
//
// A tally row stands for a stretch of time: `sends` and `micros` are the sums of everything up to its end, and `room`
// is what may still go in it without breaking any window's limit. The room is worked out when the first send of a
// stretch comes, and from then on only counted down: a send looks at one row, not at every window.

/** What is counted together, and by which limits it is held. */
export interface Scope {
  /** SQL for the scope's name, of an intent that is called `row`. */
  name(row: string): string;
  /** SQL for whether an intent belongs to it; undefined when all do. */
  applies?(row: string): string;
  /** The length of a stretch. Windows are longer by as much: they never count less than they should. */
  readonly stretchMs: number;
  readonly windows: readonly ScopeWindow[];
}

export interface ScopeWindow {
  readonly ms: number;
  /** Column of send_limit. */
  readonly sends: string;
  /** Column of send_limit, where money is limited too. */
  readonly micros?: string;
}

const limit = (column: string): string => `(select ${column} from send_limit where id = 1)`;

/** SQL for the stretch that an instant is in. */
export function stretchOf(instant: string, { stretchMs }: Scope): string {
  return `(${instant} - ${instant} % ${stretchMs})`;
}

/** The sum up to the beginning of a window that ends with the stretch `end`. */
function before(column: 'sends' | 'micros', at: { name: string; end: string }, reachMs: number): string {
  return `coalesce((select b.${column} from tally b
    where b.scope = ${at.name} and b.stretch < ${at.end} - ${reachMs} order by b.stretch desc limit 1), 0)`;
}

/** SQL for what may still go in a stretch whose sums so far are given. */
function roomOf(
  column: 'sends' | 'micros',
  scope: Scope,
  at: { readonly name: string; readonly end: string; readonly sum: string },
): string {
  const rooms = scope.windows.flatMap((window) => {
    const most = window[column];
    return most === undefined ? [] : [`${limit(most)} - (${at.sum} - ${before(column, at, window.ms)})`];
  });
  return rooms.length > 1 ? `min(${rooms.join(',\n')})` : (rooms[0] ?? '0');
}

/** Begins the stretch that the intent `row` falls in, unless it has been begun. `from` says what `row` is. */
export function beginStretch(scope: Scope, row: string, from = ''): string {
  const name = scope.name(row);
  const end = stretchOf(`${row}.created_at`, scope);
  const sum = (column: 'sends' | 'micros'): string =>
    `coalesce((select p.${column} from tally p
      where p.scope = ${name} and p.stretch < ${end} order by p.stretch desc limit 1), 0)`;
  const room = (column: 'sends' | 'micros'): string => roomOf(column, scope, { name, end, sum: sum(column) });
  return `
    insert into tally (scope, stretch, sends, micros, room, room_micros)
    select ${name}, ${end}, ${sum('sends')}, ${sum('micros')}, ${room('sends')}, ${room('micros')} ${from}
    where not ${isBegun(scope, row)}
      ${scope.applies ? `and ${scope.applies(row)}` : ''};`;
}

/** SQL for whether the stretch of the intent `row` has been begun. */
export function isBegun(scope: Scope, row: string): string {
  return `exists (select 1 from tally t
    where t.scope = ${scope.name(row)} and t.stretch = ${stretchOf(`${row}.created_at`, scope)})`;
}

/** SQL for whether a later stretch than the intent's has been begun: its clock is behind another's. */
export function isOvertaken(scope: Scope, row: string): string {
  return `exists (select 1 from tally t
    where t.scope = ${scope.name(row)} and t.stretch > ${stretchOf(`${row}.created_at`, scope)})`;
}

/** Counts the intent `row` in its stretch, which has been begun, or in those after it. */
export function countIn(scope: Scope, row: string, where: 'its own' | 'later', micros: string): string {
  return `
    update tally set sends = sends + 1, micros = micros + ${micros}, room = room - 1,
      room_micros = room_micros - ${micros}
    where scope = ${scope.name(row)} and stretch ${where === 'later' ? '>' : '='} ${stretchOf(`${row}.created_at`, scope)}
      ${scope.applies ? `and ${scope.applies(row)}` : ''};`;
}

/** Corrects what an intent was counted as; the newest stretch's room is worked out again. */
export function correctIn(
  scope: Scope,
  row: string,
  by: { readonly sends: string; readonly micros: string },
): string {
  const name = scope.name(row);
  const applies = scope.applies ? `and ${scope.applies(row)}` : '';
  const newest = `(select max(m.stretch) from tally m where m.scope = ${name})`;
  return `
    update tally set sends = sends + ${by.sends}, micros = micros + ${by.micros}
    where scope = ${name} and stretch >= ${stretchOf(`${row}.created_at`, scope)} ${applies};
    ${renewRoom(scope, `scope = ${name} and stretch = ${newest} ${applies}`)}`;
}

/** Works the room of some of the scope's rows out again, by the limits as they are now. */
export function renewRoom(scope: Scope, where: string): string {
  const at = (column: 'sends' | 'micros') => ({
    name: 'tally.scope',
    end: 'tally.stretch',
    sum: `tally.${column}`,
  });
  return `
    update tally set room = ${roomOf('sends', scope, at('sends'))},
      room_micros = ${roomOf('micros', scope, at('micros'))}
    where ${where};`;
}
