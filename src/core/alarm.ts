// An alarm: something that a person must hear of now, once.

export interface Alarm {
  readonly kind: 'fuse' | 'budget' | 'halt' | 'strangers';
  /** In plain words, with the way back. */
  readonly detail: string;
}

/** Tells a person. Called after the commit of what it tells, at most once for each thing that happens. */
export type OnAlarm = (alarm: Alarm) => void;
