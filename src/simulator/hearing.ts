// What was heard of what was said: pure arithmetic on instants and texts.

/** Why something said, or about to be said, reached nobody. */
export type Loss = 'before-beep' | 'talked-over' | 'nobody-listens' | 'cut-off' | 'erased';

/** A time in which a phone hears nothing; `until` is null while it lasts. */
export interface Deafness {
  readonly from: number;
  until: number | null;
  readonly loss: Exclude<Loss, 'cut-off'>;
}

/** A sound as it was made. */
export interface MadeSound {
  readonly at: number;
  /** When it ended, at its end or before. */
  readonly until: number;
  /** How long the whole takes. */
  readonly ms: number;
  readonly text: string;
  /** Its text is a name (of a sound file, of keys), of which no part can be cut out. */
  readonly isName: boolean;
}

/** A stretch of a sound that was heard, or lost for one reason. */
export interface Part {
  readonly text: string;
  /** Of the whole sound, from 0 to 1. */
  readonly from: number;
  readonly to: number;
  /** Null when it was heard. */
  readonly loss: Loss | null;
}

/** Cuts a sound into what was heard and what was not. Speech runs evenly: half of its time is half of its letters. */
export function partsOf(sound: MadeSound, deaf: readonly Deafness[]): Part[] {
  const { at, until, ms, text, isName } = sound;
  if (ms <= 0) return [];
  // Nearly always so, and judged at each sound of thousands of calls a second.
  if (deaf.length === 0 && until >= at + ms) return [{ text, from: 0, to: 1, loss: null }];
  const stretches = stretchesOf(sound, deaf);
  const place = (instant: number) => Math.round(((instant - at) / ms) * text.length);
  return stretches
    .map(({ from, until, loss }) => ({
      text: isName ? text : text.slice(place(from), place(until)),
      from: (from - at) / ms,
      to: (until - at) / ms,
      loss,
    }))
    .filter((part) => part.text !== '' || text === '');
}

interface Stretch {
  readonly from: number;
  readonly until: number;
  readonly loss: Loss | null;
}

/** The time of the whole sound, cut wherever something changes for the listener. */
function stretchesOf({ at, until, ms }: MadeSound, deaf: readonly Deafness[]): Stretch[] {
  const end = at + ms;
  const edges = [until, ...deaf.flatMap((each) => [each.from, each.until ?? end])];
  const inside = edges.filter((edge) => edge > at && edge < end);
  const cuts = [...new Set([at, ...inside, end])].sort((a, b) => a - b);
  const found: Stretch[] = [];
  for (const [index, from] of cuts.slice(0, -1).entries()) {
    const loss = from >= until ? 'cut-off' : lossAt(from, deaf);
    const last = found.at(-1);
    const stretch = { from, until: cuts[index + 1] ?? end, loss };
    if (last?.loss === loss) found[found.length - 1] = { ...stretch, from: last.from };
    else found.push(stretch);
  }
  return found;
}

function lossAt(instant: number, deaf: readonly Deafness[]): Loss | null {
  return deaf.find(({ from, until }) => from <= instant && (until === null || instant < until))?.loss ?? null;
}

/** True when nothing kept the phone from hearing in all that time. */
export function wasHeard(
  span: { readonly from: number; readonly until: number },
  deaf: readonly Deafness[],
): boolean {
  return deaf.every(({ from, until }) => from >= span.until || (until !== null && until <= span.from));
}

/** The words that were heard; `…` stands where some are missing in between. */
export function heardText(parts: readonly Part[], isName: boolean): string {
  const heard = parts.filter(({ loss }) => loss === null).map(({ text }) => text);
  return isName ? (heard[0] ?? '') : heard.join(' … ');
}

/** From 0 to 1; of a sound without length nothing was heard. */
export function heardFraction(parts: readonly Part[]): number {
  return parts.reduce((sum, { from, to, loss }) => (loss === null ? sum + to - from : sum), 0);
}
