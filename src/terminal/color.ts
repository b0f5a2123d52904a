// Whether to use colour: the one place that decides, since chalk 5 knows nothing of NO_COLOR.

import type { Style } from '../core/command.ts';
import { UsageError } from '../core/errors.ts';

export interface ColorQuestion {
  /** `--color` as typed. */
  readonly flag?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isTty: boolean;
}

/**
 * The flag, then FORCE_COLOR, NO_COLOR (https://no-color.org: any value but the empty one), CLICOLOR_FORCE,
 * TERM=dumb, CLICOLOR=0 (https://bixense.com/clicolors), then whether it is a terminal. FORCE_COLOR comes before
 * NO_COLOR because Node itself has it so.
 */
export function wantsColor({ flag = 'auto', env, isTty }: ColorQuestion): boolean {
  if (flag !== 'on' && flag !== 'off' && flag !== 'auto') {
    throw new UsageError(`--color: "${flag}" is not one of on, off, auto`);
  }
  if (flag !== 'auto') return flag === 'on';
  const force = env['FORCE_COLOR'];
  if (force !== undefined) return force !== '0' && force !== 'false';
  if (env['NO_COLOR']) return false;
  if (env['CLICOLOR_FORCE'] && env['CLICOLOR_FORCE'] !== '0') return true;
  if (env['TERM'] === 'dumb' || env['CLICOLOR'] === '0') return false;
  return isTty;
}

const same = (text: string): string => text;
const PLAIN: Style = { bold: same, dim: same, red: same, yellow: same, green: same, cyan: same };

/** The styles for a decision of `wantsColor`. Chalk is loaded only for `true`, so JSON and pipes never pay for it. */
export async function loadStyle(color: boolean): Promise<Style> {
  if (!color) return PLAIN;
  const { Chalk } = await import('chalk');
  // Level 1, the 16 colours: the six styles need no more, and a person's own palette is respected.
  const { bold, dim, red, yellow, green, cyan } = new Chalk({ level: 1 });
  return { bold, dim, red, yellow, green, cyan };
}
