// Whether a program, and not a person, is at work for a test: then nothing may be bought, however green it looks.

type Env = Readonly<Record<string, string | undefined>>;

// Set by the runner itself in what it starts: vitest, jest, mocha's workers, node --test, ava, tap, Playwright,
// pytest, and the continuous-integration services that do not set CI.
const VARIABLES = [
  'VITEST',
  'VITEST_WORKER_ID',
  'VITEST_POOL_ID',
  'JEST_WORKER_ID',
  'MOCHA_WORKER_ID',
  'NODE_TEST_CONTEXT',
  'NODE_TEST_WORKER_ID',
  'AVA_PATH',
  'TAP_CHILD_ID',
  'TEST_WORKER_INDEX',
  'PYTEST_CURRENT_TEST',
  'PYTEST_VERSION',
  'CI',
  'CONTINUOUS_INTEGRATION',
  'GITHUB_ACTIONS',
  'GITLAB_CI',
  'JENKINS_URL',
  'TEAMCITY_VERSION',
  'TF_BUILD',
  'CODEBUILD_BUILD_ID',
] as const;

/** Variables whose word says it: `NODE_ENV=test`. */
const ENVIRONMENTS = ['NODE_ENV', 'RAILS_ENV', 'RACK_ENV', 'APP_ENV', 'MIX_ENV'] as const;

const RUNNERS =
  /^(vitest|jest|_?mocha|ava|tap|karma|jasmine|cypress|playwright|pytest|py\.test|rspec|phpunit|uvu|tape)$/;

/**
 * What gives it away, in words; undefined for a person's shell. `ancestors`: the command lines of the processes that
 * started this one, word by word, since a test may start its program with an environment that it made up.
 */
export function testRunnerIn(env: Env, ancestors: readonly (readonly string[])[]): string | undefined {
  const variable = VARIABLES.find((name) => isSaid(env[name]));
  if (variable !== undefined) return `${variable}=${env[variable]} is set`;
  const environment = ENVIRONMENTS.find((name) => /^test(ing)?$/i.test(env[name] ?? ''));
  if (environment !== undefined) return `${environment}=${env[environment]} is set`;
  const script = env['npm_lifecycle_event'];
  if (script !== undefined && /^(pre|post)?test($|[:_-])/.test(script))
    return `npm runs its script "${script}"`;
  // A shell names the program it started in `_`; where processes cannot be looked at, that is left.
  const runner = [...ancestors, [env['_'] ?? '']].map(runnerOf).find((name) => name !== undefined);
  return runner === undefined ? undefined : `it was started by ${runner}`;
}

function isSaid(value: string | undefined): boolean {
  return value !== undefined && !['', '0', 'false', 'no', 'off'].includes(value.trim().toLowerCase());
}

// The program, or the script that an interpreter was given: further words are arguments, and may name anything, such
// as the person ava in `su ava`.
const LOOKED_AT = 4;
const INTERPRETERS =
  /^(node|nodejs|bun|deno|npx|npm|pnpm|yarn|python[\d.]*|ruby|bundle|php|perl|env|(ba|da|z)?sh)$/;
// What vitest calls its workers: "node (vitest 1)".
const TITLE = /^node \((\w+)/;

function runnerOf(words: readonly string[]): string | undefined {
  const [program = '', ...rest] = words.slice(0, LOOKED_AT);
  const name = nameOf(TITLE.exec(program)?.[1] ?? program);
  if (RUNNERS.test(name)) return name;
  if (!INTERPRETERS.test(name)) return undefined;
  if (name === 'node' && rest.some((word) => /^--test($|[-=])/.test(word))) return 'node --test';
  const scripts = rest.filter((word) => !word.startsWith('-'));
  return scripts.map(nameOf).find((script) => RUNNERS.test(script)) ?? inPackage(scripts);
}

function nameOf(word: string): string {
  return (word.split(/[\\/]/).at(-1) ?? '').replace(/\.(?:[cm]?js|exe|cmd)$/, '').toLowerCase();
}

/** `…/node_modules/vitest/dist/cli.js`: the package that a script is part of. */
function inPackage(words: readonly string[]): string | undefined {
  const names = words.flatMap(
    (word) => /node_modules[\\/](?:\.bin[\\/])?(?:@[^\\/]+[\\/])?([^\\/]+)/.exec(word)?.[1] ?? [],
  );
  return names.find((name) => RUNNERS.test(name));
}
