// The types of bundle.mjs, for the tests that build the program.
import type { Metafile } from 'esbuild';

export function bundle(options: {
  readonly outdir: string;
  readonly entryPoints?: Readonly<Record<string, string>>;
}): Promise<Metafile>;
