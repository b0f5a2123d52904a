// Sizes as people read them.

const UNITS = ['kB', 'MB', 'GB', 'TB'] as const;

/** `512 B`, `4.1 kB`, `23 MB`: thousands, as disks are sold and `df -H` counts. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  let size = bytes;
  let unit: (typeof UNITS)[number] = 'kB';
  for (const next of UNITS) {
    unit = next;
    size /= 1000;
    // 999.95 would be rounded up to 1000.
    if (size < 999.5) break;
  }
  return `${size < 9.95 ? size.toFixed(1) : Math.round(size)} ${unit}`;
}
