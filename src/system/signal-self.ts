// A real signal to this very process: no handler runs, nothing is flushed, nothing is closed.

/** SIGKILL does not return; SIGSTOP returns once somebody sends SIGCONT. */
export function signalSelf(signal: 'SIGKILL' | 'SIGSTOP'): void {
  process.kill(process.pid, signal);
}
