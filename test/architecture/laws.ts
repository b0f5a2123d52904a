// The laws of the house as data: rooms and floors, one vendor one room, what only some rooms may touch.

/** Each room's floor; a room may import from lower floors only. */
export const FLOORS: Readonly<Record<string, number>> = {
  'src/main.ts': 8,
  'src/process.ts': 7,
  'src/cli': 6,
  commands: 5,
  'src/server': 4,
  'src/simulator': 4,
  'src/reminders': 3,
  'src/delivery': 3,
  'src/voice': 3,
  'src/history': 3,
  'src/watchdog': 3,
  'src/hooks': 3,
  'src/numbers': 3,
  'src/gateway': 2,
  'src/config': 1,
  'src/store': 1,
  'src/terminal': 1,
  'src/system': 1,
  'src/core': 0,
};

/** Rooms that may see less than their floor allows: the simulator judges `remind`, so it must not know it. */
export const MAY_ONLY_SEE: Readonly<Record<string, readonly string[]>> = {
  'src/simulator': ['src/core'],
};

/** The rooms a vendor may be imported in. */
export const VENDORS: Readonly<Record<string, readonly string[]>> = {
  commander: ['src/cli'],
  chalk: ['src/terminal'],
  inquirer: ['src/terminal'],
  'cli-table3': ['src/terminal'],
  'better-sqlite3': ['src/store', 'src/simulator'],
  pg: ['src/store'],
  twilio: ['src/gateway'],
  undici: ['src/gateway'],
  fastify: ['src/server', 'src/simulator'],
  execa: ['src/system'],
  nodemailer: ['src/system'],
  pino: ['src/system'],
  'cron-parser': ['src/core'],
  'chrono-node': ['src/core'],
  'libphonenumber-js': ['src/core'],
  xstate: ['src/voice'],
  zod: ['src/config', 'src/server', 'src/hooks', 'src/gateway', 'src/simulator'],
  yaml: ['src/simulator'],
  saxes: ['src/simulator'],
};

/** Vendors that one single file of a room owns. */
export const ONE_FILE: readonly (readonly [vendor: string, room: string])[] = [
  ['cron-parser', 'src/core'],
  ['chrono-node', 'src/core'],
  ['libphonenumber-js', 'src/core'],
  ['better-sqlite3', 'src/simulator'],
  ['chalk', 'src/terminal'],
  ['inquirer', 'src/terminal'],
  ['cli-table3', 'src/terminal'],
];

/** The only modules of Node's that the pure core may import: hashes are functions. */
export const CORE_MAY: readonly string[] = ['node:crypto'];

/** Node's own modules that reach out of the process, and the rooms they belong to. */
export const DOORS: Readonly<Record<string, readonly string[]>> = {
  'node:http': ['src/gateway', 'src/server', 'src/simulator', 'src/system'],
  'node:https': ['src/gateway', 'src/simulator', 'src/system'],
  'node:http2': [],
  'node:net': ['src/gateway', 'src/server', 'src/simulator', 'src/system'],
  'node:tls': ['src/gateway', 'src/system'],
  'node:dgram': ['src/system'],
  'node:child_process': ['src/system'],
  'node:timers': ['src/system'],
  'node:timers/promises': ['src/system'],
  'node:sqlite': [],
};

export interface Touch {
  readonly what: string;
  readonly pattern: RegExp;
  /** Rooms, or single files, where it is allowed. */
  readonly rooms: readonly string[];
}

/** Globals that only some rooms may touch. */
export const TOUCHES: readonly Touch[] = [
  {
    what: 'reads the clock',
    pattern: /\bDate\.now\b|\bnew Date\(\s*\)|\bDate\(\)|\bperformance\b|\bhrtime\b/,
    rooms: ['src/system'],
  },
  {
    what: 'sleeps',
    pattern: /\bset(?:Timeout|Interval)\b|\bAbortSignal\.timeout\b/,
    // The gateway's countdown: a real socket is given up in real seconds, whatever the injected clock says.
    rooms: ['src/system', 'src/gateway/countdown.ts'],
  },
  {
    what: 'draws random numbers',
    pattern: /\bMath\.random\b|\brandom(?:UUID|Bytes|Int|FillSync)\b|\bgetRandomValues\b/,
    rooms: ['src/system'],
  },
  { what: 'ends the process', pattern: /\bprocess\.(?:exit|exitCode|abort)\b/, rooms: ['src/process.ts'] },
  { what: 'reads the environment', pattern: /\bprocess\.env\b/, rooms: ['src/process.ts'] },
  {
    what: 'uses the streams of the process',
    pattern: /\bprocess\.std(?:in|out|err)\b/,
    rooms: ['src/main.ts', 'src/process.ts'],
  },
  { what: 'uses the console', pattern: /\bconsole\b/, rooms: [] },
  { what: 'fetches', pattern: /\b(?:await|return)\s+fetch\(|\bglobalThis\.fetch\b/, rooms: [] },
];

/** SQL, found by its shape in strings. */
export const SQL =
  /\b(?:select\s+[\w*.,()\s]+?\s+from\s+\w+\s*(?:where|order|group|limit|join|$|[`'"])|insert\s+(?:or\s+\w+\s+)?into\s+\w+|delete\s+from\s+\w+|update\s+\w+\s+set\s+\w+\s*=)/i;
export const SQL_ROOMS: readonly string[] = ['src/store', 'src/simulator'];

/** A name that says nothing about what a file owns. */
export const EMPTY_NAMES: readonly string[] = [
  'utils',
  'util',
  'helpers',
  'helper',
  'common',
  'manager',
  'misc',
  'index',
];
export const MAX_LINES = 300;
