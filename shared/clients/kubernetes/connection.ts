import { X509Certificate } from 'node:crypto';
import { Agent } from 'node:https';
import { createSecureContext, type SecureContext } from 'node:tls';
import { KubernetesError } from './errors.ts';
import type { GetLimits } from './limits.ts';

/** An API server, and all that is used to speak to it. */
export interface KubernetesConnection {
  /** Its address, `https`; a path is a prefix of every request's. */
  readonly server: URL;
  /** The certificates of the authority, each by its SHA-256 in hex. */
  readonly authorities: readonly string[];
  /** Holds the certificate authority, the only one that is trusted, and a client certificate where there is one. */
  readonly agent: Agent;
  /** Asked for each request; the token is used once and kept nowhere. */
  readonly bearerToken?: (signal: AbortSignal) => Promise<string>;
  /** Bounds of every request through it, where they are not the ordinary ones. */
  readonly limits?: Partial<GetLimits>;
  /** Closes idle connections. */
  close(): void;
}

/** What it takes to connect: the authority in PEM; the client's certificate and key in PEM. */
export interface ConnectionParts {
  readonly server: string;
  readonly certificateAuthority: string;
  readonly bearerToken?: (signal: AbortSignal) => Promise<string>;
  readonly clientCertificate?: { readonly certificate: string; readonly key: string };
  /** The name in the server's certificate, where it is not the host of its address. */
  readonly serverName?: string;
}

const MAX_CERTIFICATES = 20;
const MAX_AUTHORITY_BYTES = 256 * 1024;
const MAX_TOKEN_BYTES = 16 * 1024;
const CONNECTIONS = 2;
const minVersion = 'TLSv1.2';
const PEM = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g;

/**
 * A connection that trusts the given authority alone: no root of the system, no proxy, no variable of the environment. It is made of
 * node:https and not of @kubernetes/client-node, which has no bounds on answers, follows redirects, and costs 2 MB and 80 ms at start;
 * that one reads kubeconfig files (kubeconfig.ts). Nothing is sent yet. Throws `configuration` or `certificate`.
 */
export function connect(parts: ConnectionParts): KubernetesConnection {
  const server = serverUrl(parts.server);
  const { bearerToken, clientCertificate, serverName } = parts;
  const certificates = authorities(parts.certificateAuthority, server);
  const agent = new Agent({
    secureContext: trusting(certificates, clientCertificate, server),
    minVersion,
    ...(serverName !== undefined && { servername: serverName }),
    rejectUnauthorized: true, // said, because the default can be turned off by a variable of the environment
    keepAlive: true,
    maxSockets: CONNECTIONS,
  });
  return {
    server,
    authorities: certificates.map(fingerprint),
    agent,
    ...(bearerToken && { bearerToken: async (signal: AbortSignal) => checkedToken(await bearerToken(signal), server) }),
    close: () => agent.destroy(),
  };
}

/** What EKS DescribeCluster says: `endpoint`, and `certificateAuthority.data` (base64 of PEM). */
export interface EksEndpoint {
  readonly endpoint: string;
  readonly certificateAuthority: string;
}

/** A connection to the address and with the authority that DescribeCluster gave, as the bearer of a token (token.ts). */
export function eksConnection(
  eks: EksEndpoint,
  bearerToken: (signal: AbortSignal) => Promise<string>,
  limits?: Partial<GetLimits>,
): KubernetesConnection {
  const certificateAuthority = authorityOf(eks);
  return { ...connect({ server: eks.endpoint, certificateAuthority, bearerToken }), ...(limits && { limits }) };
}

/** The certificates of the authority that DescribeCluster gave, each by its SHA-256 in hex. Throws as eksConnection. */
export const eksAuthorities = (eks: EksEndpoint): string[] =>
  authorities(authorityOf(eks), serverUrl(eks.endpoint)).map(fingerprint);

const authorityOf = ({ certificateAuthority }: EksEndpoint): string =>
  Buffer.from(certificateAuthority.slice(0, MAX_AUTHORITY_BYTES * 2), 'base64').toString('latin1');

const fingerprint = (pem: string): string => new X509Certificate(pem).fingerprint256.replaceAll(':', '').toLowerCase();

function serverUrl(text: string): URL {
  const server = URL.canParse(text) ? new URL(text) : undefined;
  if (
    server?.protocol !== 'https:' ||
    server.username !== '' ||
    server.password !== '' ||
    server.search !== '' ||
    server.hash !== ''
  ) {
    // Of an address only the host is quoted: what stands before it, or in its query, may be a password.
    const shown =
      server === undefined || server.host === '' ? 'the address of the server' : JSON.stringify(server.host.slice(0, 100));
    throw new KubernetesError(
      'configuration',
      `${shown}: not an https address of an API server, without user, password and query`,
    );
  }
  return server;
}

/** The certificates of a PEM bundle. An empty list would mean the system's roots to Node, so it is an error like any other. */
function authorities(pem: string, { host }: URL): string[] {
  const certificates = pem.length > MAX_AUTHORITY_BYTES ? [] : (pem.match(PEM) ?? []);
  const sound = certificates.length > 0 && certificates.length <= MAX_CERTIFICATES && certificates.every(isCertificate);
  if (!sound)
    throw new KubernetesError(
      'certificate',
      `the certificate authority given for ${host} is not one to ${MAX_CERTIFICATES} certificates in PEM`,
    );
  return certificates;
}

/** Made once for all sockets: otherwise each parses the authority anew, and holds a store of its own. */
function trusting(ca: string[], client: ConnectionParts['clientCertificate'], { host }: URL): SecureContext {
  try {
    return createSecureContext({ ca, ...(client && { cert: client.certificate, key: client.key }), minVersion });
  } catch {
    throw new KubernetesError('configuration', `the client certificate and key given for ${host} are no pair in PEM`);
  }
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}

/** RFC 6750's characters, so that no token can end its header; the message says nothing of the token itself. */
function checkedToken(token: string, { host }: URL): string {
  if (token.length <= MAX_TOKEN_BYTES && /^[\x21-\x7e]+$/.test(token)) return token;
  throw new KubernetesError(
    'unauthorized',
    `the bearer token for ${host} is empty, too long, or has characters that no token has`,
  );
}
