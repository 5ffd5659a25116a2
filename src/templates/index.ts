export { readTemplate } from './read-template.ts';
export { TemplateError, type TemplateErrorDetail } from './template-error.ts';
export type * from './types.ts';
