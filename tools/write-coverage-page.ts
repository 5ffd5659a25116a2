import { writeFileSync } from 'node:fs';
import { COVERAGE_PAGE_FILE, coveragePage } from './coverage-page.ts';

// `node tools/write-coverage-page.ts` after the operations table has changed.
writeFileSync(COVERAGE_PAGE_FILE, coveragePage());
