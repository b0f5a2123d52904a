// Reads sound files as strictly as a player would, so that a wrong byte in a header is found.

export interface Wave {
  readonly channels: number;
  readonly rate: number;
  readonly bits: number;
  /** Of each channel. */
  readonly samples: number;
  readonly channel: (index: number) => readonly number[];
}

/** Throws for anything but RIFF with a chunk of PCM format and one of data, whose lengths all agree. */
export function readWave(bytes: Buffer): Wave {
  const text = (at: number) => bytes.toString('latin1', at, at + 4);
  const [tag, size, type, format, formatSize] = [
    text(0),
    bytes.readUInt32LE(4),
    text(8),
    text(12),
    bytes.readUInt32LE(16),
  ];
  if (tag !== 'RIFF' || type !== 'WAVE' || format !== 'fmt ' || formatSize !== 16) throw new Error('no WAV');
  if (size !== bytes.length - 8) throw new Error(`a RIFF of ${size} bytes in a file of ${bytes.length}`);
  if (bytes.readUInt16LE(20) !== 1) throw new Error('not PCM');
  const [channels, rate, bits] = [bytes.readUInt16LE(22), bytes.readUInt32LE(24), bytes.readUInt16LE(34)];
  const frame = (channels * bits) / 8;
  if (bytes.readUInt32LE(28) !== rate * frame || bytes.readUInt16LE(32) !== frame)
    throw new Error('rates that disagree');
  const dataBytes = bytes.readUInt32LE(40);
  if (text(36) !== 'data' || dataBytes !== bytes.length - 44) throw new Error('a wrong length of data');
  const samples = dataBytes / frame;
  const channel = (index: number) =>
    Array.from({ length: samples }, (_, sample) => bytes.readInt16LE(44 + sample * frame + index * 2));
  return { channels, rate, bits, samples, channel };
}

export interface Frame {
  readonly version: 1 | 2;
  readonly layer: 3;
  readonly bitrate: number;
  readonly rate: number;
  readonly channels: 1 | 2;
  readonly ms: number;
}

// ISO 11172-3 and 13818-3, layer III: by version.
const BITRATES = {
  1: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  2: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
};
const RATES = { 1: [44_100, 48_000, 32_000], 2: [22_050, 24_000, 16_000] };

/** Throws where a frame should begin and none does, and for a file that ends within one. */
export function mpegFrames(bytes: Buffer): readonly Frame[] {
  const frames: Frame[] = [];
  for (let at = 0; at < bytes.length; ) {
    const header = bytes.readUInt32BE(at);
    if (header >>> 21 !== 0x7ff || ((header >>> 17) & 3) !== 1)
      throw new Error(`no frame of layer III at ${at}`);
    const version = ((header >>> 19) & 3) === 3 ? 1 : 2;
    if (((header >>> 19) & 3) < 2) throw new Error(`an MPEG of no version at ${at}`);
    const bitrate = (BITRATES[version][(header >>> 12) & 15] ?? 0) * 1_000;
    const rate = RATES[version][(header >>> 10) & 3] ?? 0;
    if (bitrate === 0 || rate === 0) throw new Error(`a frame of no rate at ${at}`);
    const size = Math.floor(((version === 1 ? 144 : 72) * bitrate) / rate) + ((header >>> 9) & 1);
    if (at + size > bytes.length)
      throw new Error(`the last frame is cut off at ${bytes.length - at} of ${size}`);
    const channels = ((header >>> 6) & 3) === 3 ? 1 : 2;
    frames.push({
      version,
      layer: 3,
      bitrate,
      rate,
      channels,
      ms: (version === 1 ? 1152 : 576) / (rate / 1_000),
    });
    at += size;
  }
  return frames;
}
