// What earlier imports of a source still have to come and the file no longer names.

import type { Sql } from '../../store/db.ts';
import { openImported } from '../../store/imports.ts';

const PAGE = 1000;

export interface GoneEntry {
  readonly tenantId: number;
  readonly key: string;
}

/** Each entry once. `isNamed` says whether the file has a row of that tenant and key. */
export async function* goneEntries(
  sql: Sql,
  { tenantId, source }: { readonly tenantId: number; readonly source: string },
  isNamed: (entry: GoneEntry) => boolean,
): AsyncGenerator<GoneEntry> {
  const given = new Set<string>();
  for (const state of ['scheduled', 'held'] as const) {
    let after = { dueAt: Number.MIN_SAFE_INTEGER, id: 0 };
    for (;;) {
      const page = await openImported(sql, { tenantId, source, state, after, limit: PAGE });
      for (const { tenantId: owner, key } of page) {
        const entry = { tenantId: owner, key };
        const name = `${owner}/${key}`;
        if (given.has(name) || isNamed(entry)) continue;
        given.add(name);
        yield entry;
      }
      const last = page.at(-1);
      if (!last) break;
      after = { dueAt: last.dueAt, id: last.id };
    }
  }
}
