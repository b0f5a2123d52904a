// This machine's own addresses, where plain http shows nothing to anybody.

/**
 * True for localhost and for loopback addresses, as URL spells a hostname: it has already turned 127.1, 0x7f.1 and
 * the like into four decimal parts. Nothing is resolved.
 */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
