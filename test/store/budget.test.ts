import { budgetConformance } from './budget-conformance.ts';
import { guardedDb } from './temp-db.ts';

// The second process has the same file open.
budgetConformance('SQLite', guardedDb, async (db) => {
  const row = await db.get<{ file: string }>('select file from pragma_database_list');
  return await guardedDb(row?.file);
});
