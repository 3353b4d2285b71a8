/** What a request says of itself, by context key in lower case; a key that is not there is absent. */
export type RequestContext = Readonly<Record<string, readonly string[]>>;

/**
 * The context keys that requests.ts gives a request whenever AWS would ("AWS global condition context keys"; Service Authorization
 * Reference, "Condition keys" of S3, KMS, STS, Lambda). A policy that asks for another one is refused: its absence here would mean nothing.
 */
const keys: ReadonlySet<string> = new Set(
  [
    'aws:CalledVia',
    'aws:PrincipalAccount',
    'aws:PrincipalArn',
    'aws:PrincipalIsAWSService',
    'aws:PrincipalOrgID',
    'aws:RequestedRegion',
    'aws:ResourceAccount',
    'aws:ResourceOrgID',
    'aws:SecureTransport',
    'aws:SourceAccount',
    'aws:SourceArn',
    'aws:ViaAWSService',
    'kms:CallerAccount',
    'kms:ViaService',
    's3:authType',
    's3:delimiter',
    's3:max-keys',
    's3:prefix',
    's3:signatureAge',
    's3:signatureversion',
    's3:TlsVersion',
    'sts:ExternalId',
    'sts:RoleSessionName',
    'sts:SourceIdentity',
  ].map((key) => key.toLowerCase()),
);

/** Context keys are compared without regard to case; what stands in an encryption context has a key of its own. */
export const known = (key: string): boolean => keys.has(key.toLowerCase()) || /^kms:encryptioncontext:[\w:.-]+$/i.test(key);

export const valuesOf = (context: RequestContext, key: string): readonly string[] | undefined => context[key.toLowerCase()];

/** @throws Error for a key that is not known here; a value that is undefined leaves its key absent */
export function contextOf(values: Readonly<Record<string, string | readonly string[] | undefined>>): RequestContext {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => {
      if (!known(key)) throw new Error(`the context key ${key} is not known here`);
      return value === undefined ? [] : [[key.toLowerCase(), typeof value === 'string' ? [value] : value]];
    }),
  );
}
