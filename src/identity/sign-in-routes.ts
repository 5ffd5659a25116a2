import type { HttpRequest, HttpResponse } from '../base/index.ts';
import { document, tokenAnswer } from './answers.ts';
import { cloudMetadata } from './cloud-metadata.ts';
import {
  type Endpoint,
  instanceDiscovery,
  keysDocument,
  openIdConfiguration,
  userRealm,
} from './discovery.ts';
import { imageAliases } from './image-aliases.ts';
import { answerManagedIdentity } from './managed-identity.ts';
import { originOf } from './origin.ts';
import type { SignInContext } from './sign-in-context.ts';
import { findTenant } from './tenants.ts';
import { answerAuthorize, answerDeviceCode, answerToken, refuse } from './token-endpoint.ts';

/** Answers what belongs to sign-in and metadata; undefined for every other path. */
export function answerSignIn(
  context: SignInContext,
  request: HttpRequest,
): HttpResponse | undefined {
  const { target } = request;
  // Nearly every request is for ARM; it is told apart by its first letters.
  if (/^\/+(subscriptions|providers|_lazulite)\b/i.test(target)) return undefined;
  const queryStart = target.indexOf('?');
  const path = queryStart < 0 ? target : target.slice(0, queryStart);
  // Terraform asks for //metadata/endpoints. Source: shared/CLIENTS.md §7.
  const segments = path.split('/').filter((segment) => segment !== '');
  const first = segments[0];
  if (first === undefined) return undefined;
  if (segments.length === 1) {
    if (first.toLowerCase() !== 'aliases.json') return undefined;
    return onlyGet(request) ?? document(imageAliases());
  }
  const origin = originOf(request);
  const query = new URLSearchParams(queryStart < 0 ? '' : target.slice(queryStart));

  if (first.toLowerCase() === 'metadata') {
    const tail = segments.slice(1).join('/').toLowerCase();
    if (tail === 'identity/oauth2/token')
      return answerManagedIdentity(context, request, query, origin);
    if (tail !== 'endpoints') return undefined;
    const { emulatorName: name, locations } = context.settings;
    return (
      onlyGet(request) ??
      document(cloudMetadata({ origin, name, locations }, query.get('api-version') ?? ''))
    );
  }
  // az with `--tenant adfs` asks below /adfs/adfs. Source: shared/CLIENTS.md §1.
  const isAdfs = first.toLowerCase() === 'adfs';
  const tailSegments = segments.slice(isAdfs && segments[1]?.toLowerCase() === 'adfs' ? 2 : 1);
  return belowTenant(context, request, { origin, segment: first, isAdfs, tailSegments });
}

interface TenantPath {
  readonly origin: string;
  readonly segment: string;
  readonly isAdfs: boolean;
  readonly tailSegments: readonly string[];
}

function belowTenant(
  context: SignInContext,
  request: HttpRequest,
  path: TenantPath,
): HttpResponse | undefined {
  const { origin, segment, isAdfs, tailSegments } = path;
  const oldEndpoint: Endpoint = isAdfs ? 'adfs' : 'v1';
  const signIn = (endpoint: Endpoint) => ({ request, origin, segment, endpoint });
  const tail = tailSegments.join('/').toLowerCase();
  switch (tail) {
    case 'oauth2/token':
      return answerToken(context, signIn(oldEndpoint));
    case 'oauth2/v2.0/token':
      return answerToken(context, signIn('v2'));
    case 'oauth2/devicecode':
      return answerDeviceCode(context, signIn(oldEndpoint));
    case 'oauth2/v2.0/devicecode':
      return answerDeviceCode(context, signIn('v2'));
    case 'oauth2/authorize':
    case 'oauth2/v2.0/authorize':
      return answerAuthorize(context, signIn('v2'));
    case '.well-known/openid-configuration':
      return ofTenant(context, request, segment, () =>
        openIdConfiguration(origin, segment, oldEndpoint),
      );
    case 'v2.0/.well-known/openid-configuration':
      return ofTenant(context, request, segment, () =>
        openIdConfiguration(origin, segment, isAdfs ? 'adfs' : 'v2'),
      );
    case 'discovery/keys':
    case 'discovery/v2.0/keys':
      return ofTenant(context, request, segment, () => keysDocument(context.key));
    case 'discovery/instance':
      return ofTenant(context, request, segment, () => instanceDiscovery(origin, segment));
    default:
      if (tailSegments.length !== 2 || tailSegments[0]?.toLowerCase() !== 'userrealm')
        return undefined;
      return ofTenant(context, request, segment, () =>
        userRealm(origin, decoded(tailSegments[1] ?? '')),
      );
  }
}

function ofTenant(
  context: SignInContext,
  request: HttpRequest,
  segment: string,
  make: () => unknown,
): HttpResponse {
  const tenant = findTenant(context.settings, segment);
  if (typeof tenant !== 'string') return refuse(context, request, tenant.refused);
  return onlyGet(request) ?? document(make());
}

/** Inferred: after Azure's sentence for the opposite mistake (AADSTS900561), without a number. */
function onlyGet(request: HttpRequest): HttpResponse | undefined {
  if (request.method === 'GET' || request.method === 'HEAD') return undefined;
  const description = `The endpoint only accepts GET requests. Received a ${request.method} request.`;
  return tokenAnswer(405, { error: 'invalid_request', error_description: description }, [
    'Allow',
    'GET, HEAD',
  ]);
}

/** A user name as it was meant; as it was sent where the escapes are broken. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch (error) {
    if (error instanceof URIError) return segment;
    throw error;
  }
}
