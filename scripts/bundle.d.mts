// The types of bundle.mjs, for the tests that build the program.

export function bundle(options: {
  readonly outdir: string;
  readonly entryPoints?: Readonly<Record<string, string>>;
  readonly readable?: boolean;
}): Promise<readonly string[]>;
