export { expandTemplate } from './expand-template.ts';
export { readTemplate } from './read-template.ts';
export { previewBody, resolveBody } from './resolve-body.ts';
export { resolveOutputs } from './resolve-outputs.ts';
export { templateHash } from './template-hash.ts';
export { TemplateError, type TemplateErrorDetail } from './template-error.ts';
export type * from './types.ts';
