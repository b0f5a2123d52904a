// The commands on voice: the numbers that people call and are called from.

import type { ListedCommand } from '../command-entry.ts';

export const VOICE: readonly ListedCommand[] = [
  {
    path: ['number', 'list'],
    summary: 'List your numbers, what they cost and what sends from them',
    load: () => import('../../../commands/number/list.ts'),
  },
  {
    path: ['number', 'search'],
    summary: 'Search the numbers that are for sale',
    load: () => import('../../../commands/number/search.ts'),
  },
  {
    path: ['number', 'buy'],
    summary: 'Buy a number: shows the price, and asks',
    load: () => import('../../../commands/number/buy.ts'),
  },
  {
    path: ['number', 'edit'],
    summary: 'Set what answers your numbers, and their names',
    load: () => import('../../../commands/number/edit.ts'),
  },
  {
    path: ['number', 'undo'],
    summary: 'Put back what the last edit of numbers set',
    load: () => import('../../../commands/number/undo.ts'),
  },
  {
    path: ['number', 'release'],
    summary: 'Give numbers up: shows what would stop working, and asks',
    load: () => import('../../../commands/number/release.ts'),
  },
];
