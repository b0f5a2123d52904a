// Start-up: what a command costs over a bare `node -e 0`, which is the limit.

import { home, REMIND, timeInTurn } from './measure.mjs';
import { openDatabase, seed } from './seed.mjs';

const RUNS = 15;
const ROWS = 100_000;

export function measureStart() {
  const { env, remove } = home();
  try {
    const db = openDatabase(env);
    seed(db, { count: ROWS, firstAt: Date.now() + 86_400_000, everyMs: 1_000 });
    db.close();
    const soon = new Date(Date.now() + 86_400_000).toISOString();
    const schedule = ['schedule', '--to', '+12025550123', '--at', soon, '--body', 'Hello from the bench'];
    const times = timeInTurn(
      [
        { name: 'node', args: ['-e', '0'], env },
        { name: 'version', args: [REMIND, '--version'], env },
        { name: 'list', args: [REMIND, 'list', '--json', '--limit', '100'], env },
        { name: 'schedule', args: [REMIND, ...schedule], env },
      ],
      RUNS,
    );
    const over = (name) => times[name] / times.node;
    const settings = `median of ${RUNS}, node -e 0 = ${times.node.toFixed(0)} ms`;
    return [
      { what: 'remind --version / node -e 0', value: over('version'), limit: 1.35, unit: '×', settings },
      {
        what: `remind list --json --limit 100 of ${ROWS} / node`,
        value: over('list'),
        limit: 1.9,
        unit: '×',
        settings,
      },
      { what: 'remind schedule --at ISO / node', value: over('schedule'), limit: 2.2, unit: '×', settings },
    ];
  } finally {
    remove();
  }
}
