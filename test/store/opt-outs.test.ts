import { optOutConformance } from './opt-out-conformance.ts';
import { tempDb } from './temp-db.ts';

optOutConformance('SQLite', tempDb);
