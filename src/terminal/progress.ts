// A progress line on stderr: redrawn on a terminal, one line for each tenth elsewhere.

import { plainLine } from './plain.ts';
import type { OutStream } from './streams.ts';

const BAR = 24;

export interface Progress {
  tick(done: number): void;
  end(): void;
}

/**
 * Draws only when the whole percentage changes, so 100,000 ticks cost 100 writes. Off a terminal there is one
 * line per 10 %, so that a log stays readable. `total` of 0 draws nothing.
 */
export function startProgress(stream: OutStream, label: string, total: number): Progress {
  const step = stream.isTTY ? 1 : 10;
  const name = plainLine(label);
  let shown = -1;
  return {
    tick(done) {
      if (total <= 0) return;
      const percent = Math.min(100, Math.floor((done / total) * 100));
      const mark = percent - (percent % step);
      if (mark === shown || (mark === 0 && !stream.isTTY)) return;
      shown = mark;
      stream.write(
        stream.isTTY ? `\r${drawBar(percent)} ${percent} % ${name}\x1b[K` : `${name}: ${percent} %\n`,
      );
    },
    end() {
      if (stream.isTTY && shown >= 0) stream.write('\r\x1b[K');
    },
  };
}

function drawBar(percent: number): string {
  const full = Math.round((percent / 100) * BAR);
  return '█'.repeat(full) + '░'.repeat(BAR - full);
}
