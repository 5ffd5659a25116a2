import path from 'node:path';

export const LIFECYCLE_FILE = path.join(import.meta.dirname, 'lifecycle.json');
