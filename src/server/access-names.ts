import type { HttpRequest } from '../base/index.ts';

/**
 * The action that Azure's role-based access control asks for, e.g.
 * `Microsoft.Compute/virtualMachineScaleSets/write`. Source: Microsoft Learn, "Azure role definitions".
 */
export function actionOf({ method, target }: Pick<HttpRequest, 'method' | 'target'>): string {
  const segments = segmentsOf(target);
  const provider = segments.findIndex((segment) => segment.toLowerCase() === 'providers');
  const [namespace = 'Microsoft.Resources', ...rest] =
    provider === -1 ? [] : segments.slice(provider + 1);
  const types =
    provider === -1
      ? ['subscriptions', ...(segments.length > 2 ? ['resourceGroups'] : [])]
      : rest.filter((_segment, index) => index % 2 === 0);
  return [namespace, ...types, verbOf(method)].join('/');
}

/** The resource or group that is asked about, as the client wrote it. */
export function scopeOf({ target }: Pick<HttpRequest, 'target'>): string {
  return `/${segmentsOf(target).join('/')}`;
}

function verbOf(method: string): string {
  switch (method) {
    case 'GET':
    case 'HEAD':
      return 'read';
    case 'POST':
      return 'action';
    case 'DELETE':
      return 'delete';
    default:
      return 'write';
  }
}

function segmentsOf(target: string): string[] {
  return (target.split('?')[0] ?? '').split('/').filter((segment) => segment !== '');
}
