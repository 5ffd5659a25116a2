import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import type { ReadyInformation } from '../../src/server/index.ts';
import type { LoadResult, LoadRound } from './load.ts';
import type { Asked } from './processes.ts';
import { scaleSetBody } from './scale-set.ts';

export const GROUP_VERSION = '2022-09-01';
export const SET_VERSION = '2024-07-01';
/** The page's own version: what the bench asks for is what the first clients asked for. */
export const VIEW_VERSION = '2016-04-30-preview';

export const VIEWED_EXTENSIONS = ['CustomScript', 'HealthAgent'];

export function groupPath(subscriptionId: string): string {
  return `/subscriptions/${subscriptionId}/resourceGroups/bench`;
}

/** A signed-in client over plain HTTP, for everything that is not measured itself. */
export class Client {
  readonly ready: ReadyInformation;
  readonly #token: string;

  private constructor(ready: ReadyInformation, token: string) {
    this.ready = ready;
    this.#token = token;
  }

  static async signIn(ready: ReadyInformation): Promise<Client> {
    const response = await fetch(`${ready.httpUrl}/${ready.tenantId}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: 'bench',
        client_secret: 'secret',
        scope: 'https://management.azure.com/.default',
      }),
    });
    const { access_token: token } = (await response.json()) as { access_token: string };
    const client = new Client(ready, token);
    await client.request('PUT', `${client.#group()}?api-version=${GROUP_VERSION}`, {
      location: 'westeurope',
    });
    return client;
  }

  async request(method: string, target: string, body?: unknown): Promise<string> {
    const response = await fetch(`${this.ready.httpUrl}${target}`, {
      method,
      headers: { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${target}: ${response.status} ${text}`);
    return text;
  }

  async createSet(name: string, capacity: number): Promise<void> {
    const target = `${this.setPath(name)}?api-version=${SET_VERSION}`;
    await this.request('PUT', target, scaleSetBody(capacity, VIEWED_EXTENSIONS));
  }

  async restartAll(name: string): Promise<void> {
    await this.request('POST', `${this.setPath(name)}/restart?api-version=${SET_VERSION}`);
  }

  view(name: string): Promise<string> {
    return this.request('GET', this.viewTarget(name));
  }

  /** Whether the set and every machine of it has come to rest. */
  async isSettled(name: string): Promise<boolean> {
    return !/(creating|updating)"/i.test(await this.view(name));
  }

  async untilSettled(name: string): Promise<void> {
    while (!(await this.isSettled(name))) await wait(20);
  }

  async setClock(mode: string): Promise<void> {
    await this.request('POST', '/_lazulite/clock', { mode });
  }

  /** The path of a scale set of the bench. */
  setPath(name: string): string {
    return `${this.#group()}/providers/Microsoft.Compute/virtualMachineScaleSets/${name}`;
  }

  viewTarget(name: string): string {
    return `${this.setPath(name)}/instanceView?api-version=${VIEW_VERSION}`;
  }

  /** The request for a set's instance view, as bytes of HTTP/1.1. */
  viewText(name: string): string {
    return (
      `GET ${this.viewTarget(name)} HTTP/1.1\r\nHost: localhost:${this.port}\r\n` +
      `Authorization: Bearer ${this.#token}\r\nAccept: application/json\r\n` +
      'User-Agent: lazulite-bench\r\nConnection: keep-alive\r\n\r\n'
    );
  }

  get port(): number {
    return Number(new URL(this.ready.httpUrl).port);
  }

  get ca(): string {
    return readFileSync(this.ready.caFile, 'utf8');
  }

  #group(): string {
    return groupPath(this.ready.subscriptionId);
  }
}

/** One round of the load generator. */
export function runLoad(generator: Asked, round: LoadRound): Promise<LoadResult> {
  return generator.ask<LoadResult>(round);
}
