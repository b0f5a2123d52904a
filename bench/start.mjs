// Start-up: what a command takes, as a multiple of a bare `node -e 0`, which is the least any program can take.

import { bareEnvironment, home, REMIND, timeInTurn } from './measure.mjs';
import { openDatabase, seed } from './seed.mjs';

const RUNS = 21;
const ROWS = 100_000;
const SOON = new Date(Date.now() + 86_400_000).toISOString();
const CASES = [
  { name: 'node', args: ['-e', '0'] },
  { name: '--version', limit: 1.35, args: [REMIND, '--version'] },
  {
    name: `list --json --limit 100 of ${ROWS}`,
    limit: 1.9,
    args: [REMIND, 'list', '--json', '--limit', '100'],
  },
  {
    name: 'schedule --at ISO',
    limit: 2.2,
    args: [REMIND, 'schedule', '--to', '+12025550123', '--at', SOON, '--body', 'Hello from the bench'],
  },
];

export function measureStart() {
  const { env, remove } = home();
  try {
    const db = openDatabase(env);
    seed(db, { count: ROWS, firstAt: Date.now() + 86_400_000, everyMs: 1_000 });
    db.close();
    const here = rows(env, { judged: true });
    const bare = bareEnvironment(env);
    return bare === env ? here : [...here, ...rows(bare, { judged: false })];
  } finally {
    remove();
  }
}

function rows(env, { judged }) {
  const times = timeInTurn(
    CASES.map(({ name, args }) => ({ name, args, env })),
    RUNS,
  );
  const base = times.node;
  const where = judged ? "the machine's environment" : 'without NODE_EXTRA_CA_CERTS and NODE_OPTIONS';
  return CASES.slice(1).map(({ name, limit }) => ({
    what: `remind ${name} / node -e 0`,
    value: times[name] / base,
    unit: '×',
    ...(judged && { limit }),
    settings: `${(times[name] - base).toFixed(1)} ms over node's ${base.toFixed(1)}; ${where}; median of ${RUNS}`,
  }));
}
