// Notes and warnings as a list: those there are.

export function told(...notes: readonly (string | null)[]): string[] {
  return notes.filter((note) => note !== null);
}
