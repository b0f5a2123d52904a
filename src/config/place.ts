// What it takes to read and change the configuration of one user on one machine.

import type { PrivateFiles } from '../core/private-files.ts';
import type { Env, Paths } from './paths.ts';
import type { Uid } from './secrets.ts';

export interface Place {
  readonly env: Env;
  readonly paths: Paths;
  readonly files: PrivateFiles;
  readonly uid: Uid;
}

/** What a command that reads or changes the configuration asks of the composition root. */
export interface PlaceNeeds {
  place(): Place;
}
