/**
 * What `postern exposure` gives (contracts 3.2), Region by Region: what the internet can reach, each with the path, and what could not be
 * judged. A network does not fit in a string: renderers take these one after another.
 */

/** Where a row is of. `cluster` is the name of the one cluster that the interface, or the endpoint, belongs to. */
export interface ExposureTarget {
  readonly account: string;
  readonly region: string;
  readonly cluster?: string;
}

export interface ExposedResource {
  readonly type: 'network-interface' | 'eks-endpoint';
  readonly id: string;
  readonly instance?: string;
}

/** First and last of a range of ports, both included. */
export type PortRange = readonly [from: number, to: number];

/** A step of the way in. */
export interface Step {
  readonly kind: string;
  readonly id: string;
  readonly says: string;
}

/** An input that could not be read and may forbid what the row says. */
export interface Unless {
  readonly fact: string;
  readonly why: string;
  readonly action?: string;
}

/** What came of one port of a row when it was tried (`--probe`). */
export interface ProbeResult {
  readonly port: number;
  /** The address that was dialled. */
  readonly address?: string;
  readonly outcome: 'connected' | 'refused' | 'timed-out' | 'unreachable' | 'not-probed';
  readonly says: string;
  readonly tls?: {
    readonly accepted: readonly string[];
    readonly refused: readonly string[];
    readonly cipher: string;
    readonly chain: readonly {
      readonly subject: string;
      readonly issuer: string;
      readonly notBefore: string;
      readonly notAfter: string;
    }[];
    readonly names: string;
    readonly matches: boolean;
    readonly problem?: string;
  };
  /** Of API endpoints: what was answered without credentials. */
  readonly anonymous?: readonly { readonly path: string; readonly status: number; readonly anonymous: boolean }[];
}

export interface ExposureRow {
  readonly target: ExposureTarget;
  readonly resource: ExposedResource;
  /** What a client dials: a public address; of a load balancer its name or address. */
  readonly address: string;
  readonly protocol: 'tcp' | 'udp' | 'icmp' | 'icmpv6' | 'other';
  readonly ports?: readonly PortRange[];
  readonly sources: readonly string[];
  readonly internet: boolean;
  readonly via: string;
  readonly to?: { readonly address: string; readonly ports: readonly PortRange[] };
  readonly inspection?: readonly string[];
  readonly unless?: readonly Unless[];
  readonly path: readonly Step[];
  readonly probe?: readonly ProbeResult[];
}

/** What cannot be bounded: an interface whose groups are unread, a Region or an account that could not be entered. */
export interface UnknownExposure {
  readonly target: Omit<ExposureTarget, 'region'> & { readonly region?: string };
  readonly resource: { readonly type: string; readonly id: string; readonly instance?: string };
  readonly why: string;
  readonly action?: string;
}

/** What came of one Region; of one that could not be entered, and of an account, only what is unknown. */
export interface RegionExposures {
  readonly target: UnknownExposure['target'];
  readonly exposures: readonly ExposureRow[];
  readonly unknown: readonly UnknownExposure[];
}

/** Exposures in, text out, in chunks. */
export type ExposureRenderer = (regions: AsyncIterable<RegionExposures>) => AsyncIterable<string>;
