import { writeFileSync } from 'node:fs';
import { OPENAPI_FILE, openApiFile } from './openapi-file.ts';

// `node tools/write-openapi-file.ts` after a route of the control API has changed.
writeFileSync(OPENAPI_FILE, openApiFile());
