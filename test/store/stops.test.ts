import { stopConformance } from './stop-conformance.ts';
import { tempDb } from './temp-db.ts';

stopConformance('SQLite', tempDb);
