// The processes that started this one: by Linux's /proc, elsewhere by ps; nothing where neither tells.

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

// A shell in a terminal in a session has ten; a loop cannot be, but what lies about its parent might.
const MOST = 32;

interface Ancestor {
  readonly words: readonly string[];
  readonly parent: number;
}

/** The words of each ancestor's command line, the parent first. */
export function ancestorCommands(
  parent: number = process.ppid,
  look: (pid: number) => Ancestor = existsSync('/proc/self/stat') ? byProc : byPs,
): readonly (readonly string[])[] {
  const found: (readonly string[])[] = [];
  try {
    for (let pid = parent; pid > 0 && found.length < MOST; ) {
      const ancestor = look(pid);
      found.push(ancestor.words);
      pid = ancestor.parent;
    }
  } catch {
    // It has ended meanwhile, is somebody else's, or cannot be looked at here.
  }
  return found;
}

function byProc(pid: number): Ancestor {
  const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  // After the name in parentheses, which may have any signs in it: state, then the parent.
  const facts = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\)/s, '');
  return { words: words.filter((word) => word !== ''), parent: Number(facts.trim().split(' ')[1]) };
}

export function byPs(pid: number): Ancestor {
  const line = execFileSync('ps', ['-o', 'ppid=,args=', '-p', String(pid)], { encoding: 'utf8' });
  const [parent, ...words] = line.trim().split(/\s+/);
  return { words, parent: Number(parent) };
}
