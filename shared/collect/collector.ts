import { randomBytes } from 'node:crypto';
import type { Aws, Place } from '../clients/aws.ts';
import type { KubernetesConnection } from '../clients/kubernetes/connection.ts';
import type { KubernetesErrorKind } from '../clients/kubernetes/errors.ts';
import type { Input, OperationName, Output, ServiceName } from '../clients/sdk.ts';
import type { Unknown } from '../facts/fact.ts';
import type { CollectedName, Fact, FactName, facts } from '../facts/index.ts';
import { type ClusterBounds, clusterBounds } from './kubernetes/bounds.ts';
import { fingerprintWith } from './kubernetes/credentials.ts';

/** What a collector may use: questions to one account in one Region, and to one cluster. */
export interface Context extends Place {
  readonly partition: string;
  /** Sends one operation in this account and Region. @throws AwsError */
  call<S extends ServiceName, O extends OperationName<S>>(service: S, operation: O, input: Input<S, O>): Promise<Output<S, O>>;
  /** The same in another Region of the account. */
  elsewhere(region: string): Pick<Context, 'call'>;
  /** The API server of the cluster that is being read. @throws KubernetesError, or Refusal where it is not to be contacted */
  kubernetes(): Promise<KubernetesConnection>;
  /** Of the cluster that is being read: its time, and what may be kept of it. */
  readonly clusterBounds: ClusterBounds;
  /** Told what came of each time that the API server was asked. */
  readonly asked?: (outcome: 'answered' | KubernetesErrorKind) => void;
  /** Tells equal credentials by, and says nothing of them (kubernetes/credentials.ts). */
  readonly fingerprint: (value: string) => string;
  readonly signal?: AbortSignal;
}

type Definition<F extends FactName> = (typeof facts)[F];
type After<F extends CollectedName> =
  Definition<F> extends { readonly after: readonly (infer A extends FactName)[] } ? A : never;
type KnownFact<F extends FactName> = Exclude<Fact<F>, Unknown>;
/** The facts that a collector comes after: known ones, and those that it `tolerates` as they are. */
export type Before<F extends CollectedName, T extends FactName = never> = {
  readonly [A in Exclude<After<F>, T>]: KnownFact<A>;
} & { readonly [A in T]: Fact<A> };

/** A collector as the runner handles it. */
export interface Collector {
  readonly name: CollectedName;
  readonly tolerates: readonly FactName[];
  readonly collect: (context: Context, before: never) => Promise<unknown>;
}

/**
 * Ties a function to the fact that it collects. It reads only, throws rather than guesses, and judges nothing. An unknown fact that it
 * comes after is passed on with its reason by the runner, unless it is among those that it `tolerates`.
 */
export const collector = <const F extends CollectedName, const T extends After<F> = never>(
  name: F,
  collect: (context: Context, before: Before<F, T>) => Promise<Fact<F>>,
  tolerates: readonly T[] = [],
): Collector => ({ name, tolerates, collect });

/**
 * What one account and Region are asked with. The key of its fingerprints is made here and kept nowhere: equals show within what one
 * context reads, and whoever has a report cannot try guesses (docs/decisions/017-credentials.md).
 */
export function contextOf(
  aws: Pick<Aws, 'call'>,
  place: Place & { readonly partition: string },
  kubernetes: Context['kubernetes'],
  signal?: AbortSignal,
): Context {
  const at = (region: string): Pick<Context, 'call'> => ({
    call: (service, operation, input) => aws.call({ account: place.account, region }, service, operation, input, signal),
  });
  return {
    ...place,
    ...at(place.region),
    elsewhere: at,
    kubernetes,
    clusterBounds: clusterBounds(signal),
    fingerprint: fingerprintWith(randomBytes(32)),
    ...(signal !== undefined && { signal }),
  };
}
