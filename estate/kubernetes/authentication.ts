const EKS_PREFIX = 'k8s-aws-v1.';

/**
 * Whether a bearer token is one that a cluster accepts in form. EKS reads `k8s-aws-v1.` and a presigned STS GetCallerIdentity URL
 * (aws-iam-authenticator, pkg/token): its host, action, expiry and the signed header are looked at. Any other token that is not
 * empty stands for a service account's; signatures are not checked, as the estate has no secrets.
 */
export function acceptsToken(token: string): boolean {
  if (!token.startsWith(EKS_PREFIX)) return token !== '';
  const text = Buffer.from(token.slice(EKS_PREFIX.length), 'base64url').toString();
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  const query = new Map([...url.searchParams].map(([name, value]) => [name.toLowerCase(), value]));
  const signed = query.get('x-amz-signedheaders')?.split(';') ?? [];
  const expires = Number(query.get('x-amz-expires'));
  return (
    isSts(url) &&
    url.pathname === '/' &&
    query.get('action') === 'GetCallerIdentity' &&
    query.get('version') === '2011-06-15' &&
    expires > 0 &&
    expires <= 900 &&
    signed.includes('host') &&
    signed.includes('x-k8s-aws-id') &&
    /^[0-9a-f]{64}$/.test(query.get('x-amz-signature') ?? '')
  );
}

/** An endpoint of AWS's STS, or the estate's own: what the AWS CLI signs for under AWS_ENDPOINT_URL. */
const isSts = ({ protocol, host, hostname }: URL): boolean =>
  protocol === 'https:'
    ? /^sts(\.[a-z0-9-]+)?\.(amazonaws\.com(\.cn)?|c2s\.ic\.gov|sc2s\.sgov\.gov|cloud\.adc-e\.uk|csp\.hci\.ic\.gov|amazonaws\.eu)$/.test(
        host,
      )
    : protocol === 'http:' && hostname === '127.0.0.1';
