import type { Estate } from '../file.ts';
import type { Credentials, Session } from './credentials.ts';
import type { Data } from './data.ts';
import type { Request, Values } from './protocol.ts';
import type { Operation } from './schema.ts';
import type { Service } from './services.ts';

/** One request of a client, understood: what is asked of which service, by whom, and what the file has for it. */
export interface Call {
  readonly service: Service;
  readonly operation: Operation;
  readonly input: Values;
  readonly account: string;
  readonly region: string;
  /** With the ARN that errors and GetCallerIdentity show. */
  readonly caller: Session;
  readonly data: Data;
  readonly estate: Estate;
  readonly credentials: Credentials;
  /** Addresses of the clusters' Kubernetes servers, by the cluster's ARN. */
  readonly endpoints: ReadonlyMap<string, Endpoint>;
  readonly request: Request;
}

export interface Endpoint {
  readonly url: string;
  /** Base64 of PEM, as EKS gives it. */
  readonly certificateAuthority: string;
}

export const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
export const texts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((v) => typeof v === 'string') : [];
