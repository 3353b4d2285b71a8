import { check, type Evidence, fail, pass, relyOn } from '../check.ts';
import { untried } from '../untried.ts';
import { listed } from '../words.ts';

/** RFC 8996 deprecates TLS 1.0 and 1.1. */
const deprecated = ['TLSv1', 'TLSv1.1'];
/** EKS renews the certificate long before: one that is this near its end is not being renewed. */
const renewalDays = 14;
const day = 24 * 60 * 60 * 1000;

/** TLS as the public endpoint spoke it with the scan (`--probe`). */
export default check({
  id: 'api-endpoint/tls',
  title: 'The API endpoint speaks current TLS, with a certificate that holds',
  severity: 'medium',
  scope: 'cluster',
  why: 'TLS 1.0 and 1.1 rest on broken hashes and ciphers. A certificate that has expired, or is not of the cluster, teaches people to switch verification off; then whoever is in between reads their tokens.',
  fix: {
    text: 'EKS runs this endpoint: see what answers at its address (a proxy, a stale name), and open a case with AWS where it is EKS itself.',
    cli: 'openssl s_client -connect ENDPOINT:443 -servername ENDPOINT -tls1_1 </dev/null',
  },
  needs: ['probes', 'clock'],
  judge: ({ probes: { endpoint }, clock }) => {
    if (typeof endpoint === 'string') return untried(endpoint);
    const { tls } = endpoint;
    const { accepted, refused, chain, names, matches, problem, cipher } = tls;
    const [own] = chain;
    const evidence: readonly Evidence[] = [
      {
        kind: 'probe',
        id: 'versions',
        says: `accepted: ${listed(accepted)}; refused: ${refused.length === 0 ? 'none' : listed(refused)}`,
      },
      { kind: 'probe', id: 'cipher', says: cipher },
      ...(own === undefined
        ? []
        : [
            {
              kind: 'certificate',
              id: own.subject,
              says: `issued by ${own.issuer}, until ${own.notAfter}, for ${names || 'no name'}`,
            },
          ]),
    ];
    const days = own === undefined ? undefined : Math.floor((Date.parse(own.notAfter) - Date.parse(clock.now)) / day);
    const old = accepted.filter((version) => deprecated.includes(version));
    const found = [
      ...(old.length === 0 ? [] : [`${listed(old)} ${old.length === 1 ? 'is' : 'are'} accepted`]),
      ...(problem === undefined ? [] : [`its certificate does not lead to the cluster's authority (${problem})`]),
      ...(matches ? [] : ['its certificate is not for the name of the endpoint']),
    ];
    const ends = days !== undefined && days < renewalDays ? [`its certificate ends on ${own?.notAfter.slice(0, 10)}`] : [];
    if (found.length > 0) return fail([...found, ...ends].join('; '), evidence);
    relyOn(tls.complete);
    if (ends.length > 0) return fail(ends.join('; '), evidence, { severity: 'low' });
    return pass(`${accepted[0]} is the lowest version that is accepted, and the certificate is the cluster's`, evidence);
  },
});
