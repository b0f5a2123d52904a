// The types of cache-code.mjs, for the test of the cache.

export function cacheCode(outdir: string, files: readonly string[]): Promise<readonly string[]>;
