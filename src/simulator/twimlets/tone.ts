// The sound behind every piece of hold music: a plain tone, as a WAV file.

const SAMPLES_PER_SECOND = 8_000;
const HERTZ = 400;
/** Long enough that an hour on hold is some hundred requests, and small enough to be read from memory. */
const SECONDS = 10;
const HEADER_BYTES = 44;
// 8-bit samples are unsigned around 128; a third of full scale is as loud as speech.
const MIDDLE = 128;
const LOUDNESS = 42;

let file: Buffer | undefined;

/** Mono, 8 bits, 8,000 samples a second, which is what a telephone line carries. Made at its first use. */
export function toneFile(): Buffer {
  file ??= makeTone();
  return file;
}

function makeTone(): Buffer {
  const samples = SAMPLES_PER_SECOND * SECONDS;
  const wav = Buffer.alloc(HEADER_BYTES + samples);
  wav.write('RIFF', 0);
  wav.writeUInt32LE(HEADER_BYTES - 8 + samples, 4);
  wav.write('WAVEfmt ', 8);
  wav.writeUInt32LE(16, 16); // bytes of the format that follows
  wav.writeUInt16LE(1, 20); // plain PCM
  wav.writeUInt16LE(1, 22); // channels
  wav.writeUInt32LE(SAMPLES_PER_SECOND, 24);
  wav.writeUInt32LE(SAMPLES_PER_SECOND, 28); // bytes a second
  wav.writeUInt16LE(1, 32); // bytes of one sample of all channels
  wav.writeUInt16LE(8, 34); // bits
  wav.write('data', 36);
  wav.writeUInt32LE(samples, 40);
  for (let i = 0; i < samples; i += 1) {
    const wave = Math.sin((2 * Math.PI * HERTZ * i) / SAMPLES_PER_SECOND);
    wav[HEADER_BYTES + i] = Math.round(MIDDLE + LOUDNESS * wave);
  }
  return wav;
}
