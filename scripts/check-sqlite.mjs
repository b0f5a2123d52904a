// After an install: says in one sentence what is missing when the SQLite driver could not be built.
// The driver is an optional dependency for this reason alone: a failed compile must not end in a wall of
// compiler output, and the launcher repeats the sentence for as long as the driver is missing.
import { createRequire } from 'node:module';

try {
  createRequire(import.meta.url)('better-sqlite3');
} catch {
  process.stderr.write(
    'error: the SQLite driver (better-sqlite3) could not be built on this machine.\n' +
      'hint: install python3, make and g++ (Debian: apt install python3 make g++), then run npm ci again.\n',
  );
  process.exitCode = 1;
}
