import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';
import {
  bitString,
  boolean,
  context,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  set,
  utcTime,
  utf8String,
} from './der.ts';

const oid = {
  commonName: '2.5.4.3',
  organization: '2.5.4.10',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAlternativeName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  serverAuthentication: '1.3.6.1.5.5.7.3.1',
  clientAuthentication: '1.3.6.1.5.5.7.3.2',
} as const;

/** A certificate authority: its certificate in PEM, and the key that signs. */
export interface Authority {
  readonly name: string;
  readonly certificate: string;
  readonly key: KeyObject;
  readonly keyIdentifier: Uint8Array;
}

/** A certificate and its private key, both PEM. */
export interface Credential {
  readonly certificate: string;
  readonly privateKey: string;
}

export interface Leaf {
  readonly commonName: string;
  /** DNS names and IPv4 addresses for which a server's certificate is valid; none for a client's. */
  readonly hosts?: readonly string[];
  /** Groups of a client, as Kubernetes reads them (organization). */
  readonly groups?: readonly string[];
  readonly notAfter?: Date;
}

// Fixed dates: the estate must not depend on the clock. UTCTime ends with 2049.
const NOT_BEFORE = new Date('2020-01-01T00:00:00Z');
const NOT_AFTER = new Date('2049-12-31T23:59:59Z');

/** A self-signed authority with a P-256 key of its own (RFC 5280). */
export function makeAuthority(name: string): Authority {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const keyIdentifier = identify(publicKey);
  const extensions = [
    extension(oid.basicConstraints, sequence(boolean(true)), 'critical'),
    extension(oid.keyUsage, bitString(Buffer.of(0b0000_0110), 1), 'critical'), // keyCertSign, cRLSign
    extension(oid.subjectKeyIdentifier, octetString(keyIdentifier)),
  ];
  const certificate = seal(
    { issuer: name, subject: [[oid.commonName, name]], publicKey, notAfter: NOT_AFTER, extensions },
    privateKey,
  );
  return { name, certificate, key: privateKey, keyIdentifier };
}

/** A certificate for a server (hosts) or a client (groups), signed by the authority. */
export function issue(authority: Authority, leaf: Leaf): Credential {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const hosts = leaf.hosts ?? [];
  const extensions = [
    extension(oid.basicConstraints, sequence(), 'critical'),
    extension(oid.keyUsage, bitString(Buffer.of(0b1000_0000), 7), 'critical'), // digitalSignature
    extension(
      oid.extendedKeyUsage,
      sequence(objectIdentifier(hosts.length > 0 ? oid.serverAuthentication : oid.clientAuthentication)),
    ),
    extension(oid.subjectKeyIdentifier, octetString(identify(publicKey))),
    extension(oid.authorityKeyIdentifier, sequence(context(0, authority.keyIdentifier, 'primitive'))),
    ...(hosts.length > 0 ? [extension(oid.subjectAlternativeName, sequence(...hosts.map(generalName)))] : []),
  ];
  const groups = (leaf.groups ?? []).map((group): [string, string] => [oid.organization, group]);
  const subject: [string, string][] = [...groups, [oid.commonName, leaf.commonName]];
  const notAfter = leaf.notAfter ?? NOT_AFTER;
  return {
    certificate: seal({ issuer: authority.name, subject, publicKey, notAfter, extensions }, authority.key),
    privateKey: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
  };
}

interface Unsigned {
  readonly issuer: string;
  readonly subject: readonly (readonly [type: string, value: string])[];
  readonly publicKey: KeyObject;
  readonly notAfter: Date;
  readonly extensions: readonly Buffer[];
}

/** Certificate, version 3, of RFC 5280, 4.1, in PEM. */
function seal(unsigned: Unsigned, key: KeyObject): string {
  const algorithm = sequence(objectIdentifier(oid.ecdsaWithSha256));
  const body = sequence(
    context(0, integer(Buffer.of(2))),
    integer(Buffer.concat([Buffer.of(1), randomBytes(15)])),
    algorithm,
    distinguishedName([[oid.commonName, unsigned.issuer]]),
    sequence(utcTime(NOT_BEFORE), utcTime(unsigned.notAfter)),
    distinguishedName(unsigned.subject),
    unsigned.publicKey.export({ type: 'spki', format: 'der' }),
    context(3, sequence(...unsigned.extensions)),
  );
  const certificate = sequence(body, algorithm, bitString(sign('sha256', body, key)));
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

const distinguishedName = (attributes: Unsigned['subject']) =>
  sequence(...attributes.map(([type, value]) => set(sequence(objectIdentifier(type), utf8String(value)))));

const extension = (id: string, value: Buffer, weight?: 'critical') =>
  sequence(objectIdentifier(id), ...(weight ? [boolean(true)] : []), octetString(value));

/** GeneralName: iPAddress [7] for an IPv4 address, else dNSName [2] (RFC 5280, 4.2.1.6). */
const generalName = (host: string) =>
  isIP(host) === 4
    ? context(7, Buffer.from(host.split('.').map(Number)), 'primitive')
    : context(2, Buffer.from(host, 'latin1'), 'primitive');

const identify = (key: KeyObject) =>
  createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest()
    .subarray(0, 20);
