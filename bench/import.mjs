// Import of a large file: every row checked, then stored.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { home, REMIND, timeNode } from './measure.mjs';

const ROWS = 100_000;

export function measureImport() {
  const { env, folder, remove } = home();
  try {
    const file = join(folder, 'appointments.csv');
    writeFileSync(
      file,
      ['id,to,name,for,before,body', ...Array.from({ length: ROWS }, row), ''].join('\r\n'),
    );
    const ms = timeNode([REMIND, 'import', file, '--yes', '--quiet'], env);
    const settings = `${ROWS} appointments from CSV, each to a number of its own, ${(ms / 1_000).toFixed(1)} s in all`;
    return [{ what: 'import', value: ROWS / (ms / 1_000), unit: 'rows a second', settings }];
  } finally {
    remove();
  }
}

function row(_, i) {
  const at = new Date(Date.now() + 86_400_000 + i * 60_000).toISOString();
  return `${i},+1212${2_000_000 + i},Customer ${i},${at},1d,"Hi {{name}}, see you at {{time}}."`;
}
