// How foresight says times, rates and lateness.

import { describeLane, isCallLane } from '../../core/rate.ts';
import { wallAt } from '../../core/zone.ts';

/** `08:45` */
export function clockIn(instant: number, zone: string): string {
  return wallAt(instant, zone).slice(11, 16);
}

/** `3 min 32 s`, `2 h 5 min`, `12 s` */
export function lateWords(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return joined(Math.floor(seconds / 60), 'min', seconds % 60, 's');
  return joined(Math.floor(seconds / 3_600), 'h', Math.floor((seconds % 3_600) / 60), 'min');
}

function joined(...[most, unit, rest, smaller]: [number, string, number, string]): string {
  return rest === 0 ? `${most} ${unit}` : `${most} ${unit} ${rest} ${smaller}`;
}

/** `1 CPS`, `3 segments a second from +18005550100` */
export function rateWords(lane: string, perSecond: number): string {
  return isCallLane(lane) ? `${perSecond} CPS` : describeLane(lane, perSecond);
}
