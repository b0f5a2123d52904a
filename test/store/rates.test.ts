import { rateConformance } from './rate-conformance.ts';
import { tempDb } from './temp-db.ts';

rateConformance('SQLite', tempDb);
