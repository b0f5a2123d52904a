// Makes the wall clock of a process what it would be after a step of so many milliseconds as the file CLOCK_STEP says.
// Timers count monotonic time, and do not notice: as it is when an operator or NTP sets the clock.
'use strict';

const { readFileSync } = require('node:fs');

const RealDate = Date;
const step = () => Number(readFileSync(process.env.CLOCK_STEP, 'utf8'));

globalThis.Date = class extends RealDate {
  constructor(...args) {
    if (args.length === 0) super(RealDate.now() + step());
    else super(...args);
  }

  static now() {
    return RealDate.now() + step();
  }
};
