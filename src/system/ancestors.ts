// The processes that started this one, as Linux tells of them; elsewhere nothing is known.

import { readFileSync } from 'node:fs';

// A shell in a terminal in a session has ten; a loop cannot be, but a file that lies about its parent might.
const MOST = 32;

/** The words of each ancestor's command line, the parent first. Empty where there is no /proc. */
export function ancestorCommands(parent: number = process.ppid): readonly (readonly string[])[] {
  const found: (readonly string[])[] = [];
  for (let pid = parent; pid > 0 && found.length < MOST; ) {
    try {
      const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
      found.push(words.filter((word) => word !== ''));
      // After the name in parentheses, which may have any signs in it: state, then the parent.
      const facts = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\)/s, '');
      pid = Number(facts.trim().split(' ')[1]);
    } catch {
      // It has ended meanwhile, is somebody else's, or this is no Linux.
      return found;
    }
  }
  return found;
}
