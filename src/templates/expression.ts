/** One expression of the template language, parsed. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number }
  | {
      readonly kind: 'call';
      /** `concat`, or `contoso.uniqueName` for a function of the template; as written. */
      readonly name: string;
      readonly args: readonly Expression[];
    }
  | { readonly kind: 'member'; readonly target: Expression; readonly key: Expression };

/** Whether a text is an expression: `[…]`, but not `[[…]`. */
export function isExpressionText(text: string): boolean {
  return text.startsWith('[') && text.endsWith(']') && !text.startsWith('[[');
}

/**
 * What a text that is no expression stands for: `[[x]` is `[x]`. A text that only starts with a
 * bracket needs no escape and has none. Source: template-expressions, "Escape characters".
 */
export function literalText(text: string): string {
  return text.startsWith('[[') && text.endsWith(']') ? text.slice(1) : text;
}

/** Whether an expression asks running resources: reference(), references(), list functions. */
export function asksResources(expression: Expression): boolean {
  switch (expression.kind) {
    case 'literal':
      return false;
    case 'member':
      return asksResources(expression.target) || asksResources(expression.key);
    case 'call':
      return isResourceQuery(expression.name) || expression.args.some(asksResources);
  }
}

export function isResourceQuery(name: string): boolean {
  const key = name.toLowerCase();
  return key === 'reference' || key === 'references' || key.startsWith('list');
}
