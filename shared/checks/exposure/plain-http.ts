import type { Item } from '../../facts/index.ts';
import { check } from '../check.ts';
import { judgeReached } from '../reached.ts';
import type { Met } from '../reached-words.ts';
import { portSet } from '../reached-words.ts';

type Row = Item<'loadBalancerExposures'>['reached'][number];

/** A listener that only redirects leads to no target, and is no row. */
function meets({ listener, ports = [] }: Row): readonly Met[] {
  const dialled = portSet(ports);
  const isPlain = listener === 'HTTP' || (listener === 'TCP' && dialled.contains(80));
  if (!isPlain) return [];
  return [{ name: `a listener without TLS (${listener} ${ports[0]?.[0] ?? ''})`, ports: dialled, severity: 'medium' }];
}

/** Listeners of HTTP at any port, and of TCP at port 80, that forward: what they say is read and changed by whoever is on the way. */
export default check({
  id: 'exposure/plain-http',
  title: 'Load balancers forward nothing from the internet without TLS',
  severity: 'medium',
  scope: 'cluster',
  why: 'What is sent in the clear is read on the way, session cookies and passwords included, and can be changed: a script in a page is enough.',
  fix: {
    text: 'Let the listener of port 80 redirect to HTTPS, and forward from a listener with a certificate only.',
    cli: 'aws elbv2 modify-listener --listener-arn LISTENER --default-actions \'Type=redirect,RedirectConfig={Protocol=HTTPS,Port="443",StatusCode=HTTP_301}\'',
    kubectl: "kubectl annotate ingress NAME alb.ingress.kubernetes.io/ssl-redirect='443'",
  },
  each: 'loadBalancerExposures',
  needs: ['settings'],
  judge: (part, { settings: { largeRange: large } }) =>
    judgeReached(part, { meets, most: 'medium', large, passes: 'it forwards nothing from the internet without TLS' }),
});
