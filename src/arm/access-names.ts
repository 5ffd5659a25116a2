import type { HttpRequest } from '../base/index.ts';

/**
 * The action that Azure's role-based access control asks for, e.g.
 * `Microsoft.Compute/virtualMachineScaleSets/write`. Source: Microsoft Learn, "Azure role definitions".
 */
export function actionOf({ method, target }: Pick<HttpRequest, 'method' | 'target'>): string {
  const segments = segmentsOf(target);
  const provider = segments.findLastIndex((segment) => segment.toLowerCase() === 'providers');
  const [namespace, ...rest] = provider === -1 ? [] : segments.slice(provider + 1);
  // The providers themselves are the front door's; registering one is an action of its own.
  if (namespace === undefined || rest.length === 0) {
    return ['Microsoft.Resources', ...frontDoorTypes(segments), verbOf(method)].join('/');
  }
  const types = rest.filter((_, index) => index % 2 === 0);
  return [namespace, ...types.map(asRolesCaseIt), verbOf(method)].join('/');
}

/** Paths have these in lower case. Source: Microsoft Learn, "Azure permissions for Compute". */
function asRolesCaseIt(type: string): string {
  return ROLE_CASE[type] ?? type;
}

const ROLE_CASE: Readonly<Record<string, string>> = {
  manualupgrade: 'manualUpgrade',
  poweroff: 'powerOff',
  reimageall: 'reimageAll',
};

/** `subscriptions/resourceGroups/resources` of `/Subscriptions/{s}/resourcegroups/{g}/resources`. */
function frontDoorTypes(segments: readonly string[]): readonly string[] {
  return segments
    .filter((_, index) => index % 2 === 0)
    .map((type) =>
      type.toLowerCase() === 'resourcegroups' ? 'resourceGroups' : type.toLowerCase(),
    );
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
