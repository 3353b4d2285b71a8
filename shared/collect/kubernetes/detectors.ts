/** A kind of credential that can be told by its form. */
export interface Detector {
  readonly name: string;
  /** Texts of which one is in every match, in lower case: most values have none, and are not searched any further. */
  readonly hints: readonly string[];
  /**
   * Global, and linear in the text's length: it begins with what is fixed, and every repetition has a bound. The credential is the group
   * `value` where there is one, else the whole match.
   */
  readonly pattern: RegExp;
  /** What is left after the form: decides whether a match is one. */
  readonly accepts?: (value: string) => boolean;
}

/** Not in the middle of a longer word: base64 of anything holds every short prefix sooner or later. */
const token = (pattern: string, flags = 'g'): RegExp =>
  new RegExp(`(?<![A-Za-z0-9_/+-])(?:${pattern})(?![A-Za-z0-9_/+])`, flags);

/** A JWT's header is JSON that names its algorithm, and a signature follows: RFC 7519. */
function isSignedToken(value: string): boolean {
  try {
    const header: unknown = JSON.parse(Buffer.from(value.split('.', 1)[0] ?? '', 'base64url').toString());
    return typeof header === 'object' && header !== null && 'alg' in header && header.alg !== 'none';
  } catch {
    return false;
  }
}

/** `user:password` in base64, as Docker's configuration has it. */
const isUserAndPassword = (value: string): boolean =>
  /^[^:\s]{1,200}:[^\s]{1,2000}$/.test(Buffer.from(value, 'base64').toString());

const hasMixture = (value: string): boolean => /[a-z]/.test(value) && /[A-Z]/.test(value) && /\d/.test(value);

/**
 * Credentials by their form. Formats are their issuers' published ones; an access key's id alone is no secret, so that AWS is told by the
 * secret that stands with a name or behind an id.
 */
export const detectors: readonly Detector[] = [
  {
    name: 'private-key',
    hints: ['private key-----', 'private key block-----'],
    pattern:
      /-----BEGIN (?:(?:RSA|EC|DSA|OPENSSH|ENCRYPTED) )?PRIVATE KEY-----(?:\\n|\\r|\s){0,4}(?<value>[A-Za-z0-9+/]{32,100})|-----BEGIN PGP PRIVATE KEY BLOCK-----/g,
  },
  {
    name: 'kubeconfig-client-key',
    hints: ['client-key-data'],
    pattern: /client-key-data["']?: {0,4}["']?(?<value>[A-Za-z0-9+/]{100,20000}={0,2})/g,
  },
  {
    name: 'aws-secret-access-key',
    hints: ['secret'],
    pattern: /aws_?secret_?(?:access_?)?key["']?[ \t]{0,4}[:=][ \t]{0,4}["']?(?<value>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/gi,
    accepts: hasMixture,
  },
  {
    name: 'aws-access-key-pair',
    hints: ['akia', 'asia'],
    // Between the two a few words at most, each after what is no part of one, so that there is one way only to match.
    pattern:
      /(?<![A-Za-z0-9/+])(?:AKIA|ASIA)[A-Z2-7]{16}[^A-Za-z0-9/+]{1,20}(?:[A-Za-z]{1,30}[^A-Za-z0-9/+]{1,20}){0,4}(?<value>[A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/g,
    accepts: hasMixture,
  },
  {
    name: 'github-token',
    hints: ['gh', 'github_pat_'],
    pattern: token('gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{60,255}'),
  },
  { name: 'gitlab-token', hints: ['glpat-', 'gldt-', 'glrt-'], pattern: token('gl(?:pat|dt|rt)-[A-Za-z0-9_-]{20,64}') },
  { name: 'slack-token', hints: ['xox'], pattern: token('xox[abeprs]-[A-Za-z0-9-]{20,250}') },
  {
    name: 'slack-webhook',
    hints: ['hooks.slack.com/services/'],
    pattern: /hooks\.slack\.com\/services\/(?<value>T[A-Z0-9]{7,14}\/B[A-Z0-9]{7,14}\/[A-Za-z0-9]{20,40})/g,
  },
  { name: 'google-api-key', hints: ['aiza'], pattern: token('AIza[A-Za-z0-9_-]{35}') },
  { name: 'stripe-key', hints: ['k_live_'], pattern: token('[rs]k_live_[A-Za-z0-9]{16,250}') },
  { name: 'npm-token', hints: ['npm_'], pattern: token('npm_[A-Za-z0-9]{36}') },
  { name: 'pypi-token', hints: ['pypi-age'], pattern: token('pypi-AgE[A-Za-z0-9_-]{50,1000}') },
  { name: 'sendgrid-key', hints: ['sg.'], pattern: token('SG\\.[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{43}') },
  { name: 'anthropic-key', hints: ['sk-ant-'], pattern: token('sk-ant-[A-Za-z0-9_-]{40,250}') },
  {
    name: 'openai-key',
    hints: ['t3blbkfj', 'sk-proj-'],
    pattern: token('sk-proj-[A-Za-z0-9_-]{40,250}|sk-[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}'),
  },
  { name: 'digitalocean-token', hints: ['dop_v1_'], pattern: token('dop_v1_[a-f0-9]{64}') },
  { name: 'vault-token', hints: ['hvs.', 'hvb.'], pattern: token('hv[sb]\\.[A-Za-z0-9_-]{24,300}') },
  { name: 'shopify-token', hints: ['shpat_', 'shpss_'], pattern: token('shp(?:at|ss)_[a-fA-F0-9]{32}') },
  { name: 'telegram-token', hints: [':aa'], pattern: token('\\d{8,10}:AA[A-Za-z0-9_-]{33}') },
  {
    name: 'azure-storage-key',
    hints: ['accountkey='],
    pattern: /AccountKey=(?<value>[A-Za-z0-9+/]{86}==)/g,
  },
  {
    name: 'jwt',
    hints: ['eyj'],
    pattern: token('eyJ[A-Za-z0-9_-]{10,2000}\\.eyJ[A-Za-z0-9_-]{10,8000}\\.[A-Za-z0-9_-]{16,1400}'),
    accepts: isSignedToken,
  },
  {
    name: 'registry-login',
    hints: ['"auth'],
    pattern: /"auth\\?": {0,4}\\?"(?<value>[A-Za-z0-9+/]{8,4000}={0,2})\\?"/g,
    accepts: isUserAndPassword,
  },
  {
    name: 'basic-authorization',
    hints: ['basic '],
    pattern: /(?<![A-Za-z])basic {1,4}(?<value>[A-Za-z0-9+/]{8,4000}={0,2})(?![A-Za-z0-9+/=])/gi,
    accepts: isUserAndPassword,
  },
];
