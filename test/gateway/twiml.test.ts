import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../src/core/errors.ts';
import { speakable } from '../../src/core/spoken.ts';
import { MAX_INLINE_TWIML, spokenMessage, VoiceResponse } from '../../src/gateway/twiml.ts';

interface Verb {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  text: string;
}

/** The verbs of a TwiML, by a strict XML parser. */
function verbs(xml: string): readonly Verb[] {
  const found: Verb[] = [];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => found.push({ name, attributes, text: '' }));
  parser.on('text', (text) => {
    const last = found.at(-1);
    if (last) last.text += text;
  });
  parser.write(xml).close();
  return found;
}

function failure(text: string): UsageError {
  try {
    spokenMessage(text);
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
  return expect.fail('it was spoken');
}

describe('a spoken message', () => {
  it('pauses, speaks, pauses and speaks again, and asks for nothing', () => {
    expect(spokenMessage('Tea & cake at <2>')).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><Response><Pause length="1"/><Say>Tea &amp; cake at &lt;2&gt;</Say>' +
        '<Pause length="1"/><Say>Tea &amp; cake at &lt;2&gt;</Say></Response>',
    );
  });

  it('takes a voice, a language, a pause and a number of times', () => {
    const xml = spokenMessage('Guten Tag', { repeat: 3, pauseS: 2, voice: 'Polly.Vicki', language: 'de-DE' });
    expect(verbs(xml).slice(1)).toEqual(
      Array.from({ length: 3 }, () => [
        { name: 'Pause', attributes: { length: '2' }, text: '' },
        { name: 'Say', attributes: { voice: 'Polly.Vicki', language: 'de-DE' }, text: 'Guten Tag' },
      ]).flat(),
    );
    expect(verbs(spokenMessage('x', { repeat: 1, pauseS: 0 })).map((verb) => verb.name)).toEqual([
      'Response',
      'Say',
    ]);
  });

  it('says one copy twice when two do not fit', () => {
    const words = 'word '.repeat(600).trim();
    expect(verbs(spokenMessage(words)).slice(1)).toEqual([
      { name: 'Pause', attributes: { length: '1' }, text: '' },
      { name: 'Say', attributes: { loop: '2' }, text: words },
    ]);
  });

  it.each([
    ['plain letters', 'x'],
    ['ampersands', '&'],
    ['emoji', '😀'],
  ])('tells how much of it fits: %s', (_name, char) => {
    const error = failure(char.repeat(5_000));
    const room = Number(/the first (\d+) fit$/.exec(error.message)?.[1]);
    expect(spokenMessage(char.repeat(room / char.length)).length).toBeLessThanOrEqual(MAX_INLINE_TWIML);
    expect(() => spokenMessage(char.repeat(room / char.length + 1))).toThrow(UsageError);
    expect(error.hint).toMatch(/shorten/);
  });

  it.each(['', ' \n\t ', '\u0000\u0007', '\ud800'])('refuses %j, which nobody could hear', (text) => {
    expect(failure(text).message).toMatch(/no words/);
  });

  it('is valid XML that says the same words twice, whatever the words are', () => {
    fc.assert(
      fc.property(
        // 700 ampersands, five characters each, still fit.
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 700 }),
          fc.string({ unit: fc.constantFrom('&', '<', '>', '"', 'a', ' '), maxLength: 700 }),
        ),
        fc.boolean(),
        (text, isBroken) => {
          const words = isBroken ? `${text}\ud800\u0007\ufffe]]>` : `${text} <!-- & -->`;
          const said = verbs(spokenMessage(words)).filter((verb) => verb.name === 'Say');
          const times = said.reduce((sum, say) => sum + Number(say.attributes['loop'] ?? 1), 0);
          expect(times).toBe(2);
          for (const say of said) expect(say.text).toBe(speakable(words));
        },
      ),
      { numRuns: 200 },
    );
  });
});

it('hands out the official builder', () => {
  const response = new VoiceResponse();
  response.hangup();
  expect(response.toString()).toContain('<Response><Hangup/></Response>');
});
