import { openApiDocument, ROUTES } from '../src/control/index.ts';
import packageFile from '../package.json' with { type: 'json' };

export const OPENAPI_FILE = 'docs/reference/openapi.json';

/** docs/reference/openapi.json, out of the routes of the control API. */
export function openApiFile(): string {
  return `${JSON.stringify(openApiDocument(ROUTES, packageFile.version), undefined, 2)}\n`;
}
