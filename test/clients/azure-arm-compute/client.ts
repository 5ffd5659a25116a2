import { createRequire } from 'node:module';
import type { Target } from '../support/target.ts';

/** What the callback of its time was given when a call failed. */
export interface ServiceError extends Error {
  readonly statusCode?: number;
  readonly code?: string;
  readonly body?: unknown;
}

/** Its last argument is a callback, as everything was before promises. */
export type Method = (...args: unknown[]) => void;

/** The two groups of operations that these tests use. */
export interface OldComputeClient {
  readonly virtualMachineScaleSets: Readonly<Record<string, Method>>;
  readonly virtualMachineScaleSetVMs: Readonly<Record<string, Method>>;
}

export interface OldCredentials {
  getToken(callback: (error: Error | null, token?: { accessToken: string }) => void): void;
}

interface OldEnvironment {
  add(parameters: Readonly<Record<string, unknown>>): unknown;
}

interface OldPackages {
  readonly AzureEnvironment: OldEnvironment;
  readonly ApplicationTokenCredentials: new (
    clientId: string,
    domain: string,
    secret: string,
    options: { readonly environment: unknown },
  ) => OldCredentials;
}

type ComputeClientConstructor = new (
  credentials: OldCredentials,
  subscriptionId: string,
  baseUri: string,
  options: { readonly longRunningOperationRetryTimeout: number },
) => OldComputeClient;

// Their type declarations are older than modules in TypeScript and import each other's insides.
const require = createRequire(import.meta.url);
const { AzureEnvironment, ApplicationTokenCredentials } = require('ms-rest-azure') as OldPackages;
const ComputeManagementClient = require('azure-arm-compute') as ComputeClientConstructor;

/** Its own sign-in: ADAL, told not to ask login.windows.net whether our authority is real. */
export function signIn({ url, tenantId }: Target, secret = 'secret'): OldCredentials {
  const environment = AzureEnvironment.add({
    name: 'Lazulite',
    portalUrl: url,
    managementEndpointUrl: url,
    resourceManagerEndpointUrl: url,
    activeDirectoryEndpointUrl: `${url}/`,
    activeDirectoryResourceId: url,
    validateAuthority: false,
  });
  return new ApplicationTokenCredentials('app', tenantId, secret, { environment });
}

export function createClient(target: Target, credentials: OldCredentials): OldComputeClient {
  return new ComputeManagementClient(credentials, target.subscriptionId, target.url, {
    // In seconds; overrides what answers say in Retry-After.
    longRunningOperationRetryTimeout: 0,
  });
}

export async function accessToken(credentials: OldCredentials): Promise<string> {
  return new Promise((resolve, reject) => {
    credentials.getToken((error, token) => {
      if (token) resolve(token.accessToken);
      else reject(error ?? new Error('neither a token nor an error'));
    });
  });
}
