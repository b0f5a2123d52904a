// Output that goes to no terminal: straight into the file or pipe, without Node's streams.

import { fstatSync, type Stats, statSync, writeSync } from 'node:fs';
import { devNull } from 'node:os';
import type { OutStream } from './streams.ts';

export interface DirectOut {
  /** Node's stream for the same descriptor: for terminals, and for pipes that would not wait for their reader. */
  stream(): OutStream;
  /** Told what the system says: EPIPE when the reader has left, ENOSPC. The text is lost. */
  onError(error: NodeJS.ErrnoException): void;
}

/**
 * Opens descriptor `fd` for writing. Node itself writes to files and pipes synchronously, but loads 30 modules
 * first: 3 ms of every start, 5 for a pipe.
 */
export function openOut(fd: number, { stream, onError }: DirectOut): OutStream {
  if (!isFileOrPipe(fd)) return stream();
  let fallback: OutStream | undefined;
  return {
    write(text) {
      if (fallback) {
        fallback.write(text);
        return;
      }
      const bytes = Buffer.from(text);
      let done = 0;
      try {
        while (done < bytes.length) done += writeSync(fd, bytes, done);
      } catch (cause) {
        const error = cause as NodeJS.ErrnoException;
        if (error.code !== 'EAGAIN') return onError(error);
        // Whoever shares the pipe has made it non-blocking: from here on Node waits, holding what is left.
        fallback = stream();
        fallback.write(bytes.subarray(done));
      }
    },
  };
}

/** Terminals are character devices; /dev/null and its kin (/dev/full), which share their driver, are too. */
function isFileOrPipe(fd: number): boolean {
  const target = fstatSync(fd);
  return !target.isCharacterDevice() || driverOf(target) === driverOf(statSync(devNull));
}

/** The upper bits of a device's number. */
function driverOf({ rdev }: Stats): number {
  return rdev >> 8;
}
