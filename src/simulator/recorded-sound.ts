// The sound of a recording, made when somebody asks for it: a soft tone as long as the recording, any part at a time.

/** A file that is never there as a whole. */
export interface SoundFile {
  readonly type: 'audio/x-wav' | 'audio/mpeg';
  /** Its length in bytes. */
  readonly size: number;
  /** Bytes from `offset` on, at most `length` of them. */
  readonly read: (offset: number, length: number) => Buffer;
}

export type SoundFormat = 'wav' | 'mp3';

export interface SoundShape {
  readonly durationMs: number;
  readonly channels: 1 | 2;
}

export function soundFile(format: SoundFormat, shape: SoundShape): SoundFile {
  return format === 'wav' ? wave(shape) : mpeg(shape);
}

/** Telephone quality, as Twilio's: 8,000 samples of 16 bits a second. */
const SAMPLE_RATE = 8_000;
const SAMPLE_BYTES = 2;
const HEADER_BYTES = 44;
/** 20 samples a wave is 400 Hz, 16 are 500 Hz: each channel has a tone of its own, and both begin anew after 80. */
const WAVES = [20, 16] as const;
const BLOCK_SAMPLES = 80;
/** 3 % of full scale: heard, and nobody's ears hurt. */
const AMPLITUDE = 1_000;

/** Exactly as long as the recording: to the sample. */
function wave({ durationMs, channels }: SoundShape): SoundFile {
  const dataBytes = Math.round((durationMs * SAMPLE_RATE) / 1000) * SAMPLE_BYTES * channels;
  const header = waveHeader(dataBytes, channels);
  const block = toneBlock(channels);
  const size = HEADER_BYTES + dataBytes;
  return {
    type: 'audio/x-wav',
    size,
    read(offset, length) {
      const end = Math.min(size, offset + length);
      const head = header.subarray(Math.min(offset, HEADER_BYTES), Math.min(end, HEADER_BYTES));
      const start = Math.max(0, offset - HEADER_BYTES);
      return Buffer.concat([head, repeated(block, start, Math.max(0, end - HEADER_BYTES - start))]);
    },
  };
}

/** RIFF with one chunk of format and one of data (http://soundfile.sapp.org/doc/WaveFormat/). */
function waveHeader(dataBytes: number, channels: number): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  const frameBytes = SAMPLE_BYTES * channels;
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(HEADER_BYTES - 8 + dataBytes, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  // 1 is PCM.
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(channels, 22);
  header.writeUInt32LE(SAMPLE_RATE, 24);
  header.writeUInt32LE(SAMPLE_RATE * frameBytes, 28);
  header.writeUInt16LE(frameBytes, 32);
  header.writeUInt16LE(8 * SAMPLE_BYTES, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(dataBytes, 40);
  return header;
}

function toneBlock(channels: number): Buffer {
  const block = Buffer.alloc(BLOCK_SAMPLES * SAMPLE_BYTES * channels);
  for (let sample = 0; sample < BLOCK_SAMPLES; sample += 1) {
    for (let channel = 0; channel < channels; channel += 1) {
      const turn = sample / (WAVES[channel] ?? 1);
      const level = Math.round(AMPLITUDE * Math.sin(2 * Math.PI * turn));
      block.writeInt16LE(level, (sample * channels + channel) * SAMPLE_BYTES);
    }
  }
  return block;
}

/**
 * MPEG-2 layer III at 24 kHz and 128 kbit/s: each frame is 24 ms in exactly 384 bytes, so none needs padding, and
 * whoever takes 16 bytes for a millisecond is right.
 */
const FRAME_MS = 24;
const FRAME_BYTES = 384;
/** Sync, MPEG-2, layer III, no checksum; 128 kbit/s, 24 kHz; then one channel, or two. */
const FRAME_HEADERS = { 1: [0xff, 0xf3, 0xc4, 0xc0], 2: [0xff, 0xf3, 0xc4, 0x00] } as const;

/** Silence, in whole frames: up to 24 ms longer than the recording. A frame without any coefficients is silent. */
function mpeg({ durationMs, channels }: SoundShape): SoundFile {
  const frame = Buffer.alloc(FRAME_BYTES);
  frame.set(FRAME_HEADERS[channels]);
  const size = Math.ceil(durationMs / FRAME_MS) * FRAME_BYTES;
  return {
    type: 'audio/mpeg',
    size,
    read: (offset, length) => repeated(frame, offset, Math.max(0, Math.min(length, size - offset))),
  };
}

/** A part of a block that repeats without end. */
function repeated(block: Buffer, offset: number, length: number): Buffer {
  const start = offset % block.length;
  return Buffer.alloc(start + length, block).subarray(start);
}
