import type { Item } from '../../facts/index.ts';
import { check, type Evidence, fail, type Judgement, pass, relyOn } from '../check.ts';
import { type Finding, findingsOf } from '../findings.ts';
import { letsInternetIn, type Openings, openings, portsOf, type Rule, type RulesOfGroup, transports } from '../openings.ts';
import { type LargeRange, largeRange } from '../public-range.ts';
import { worst } from '../severity.ts';
import { listed } from '../words.ts';

type Group = Item<'clusterSecurityGroups'>;

/**
 * Rules of all groups on an interface add up, so sources are united over rules and groups before they are held against the internet; prefix
 * lists are expanded. Judged by port, over TCP and UDP (ICMP and other protocols are not judged):
 * - open to the whole internet of either family: the severity of the service, `high` where every port is open, `low` for any other port;
 * - open to more than the threshold of public addresses: known services only, at most `medium`;
 * - on load balancers alone: ports of no known service (80 and 443 above all) are what load balancers are for, and every port is `medium`,
 *   since only listeners answer;
 * - on the control plane alone: `low`, since AWS gives those interfaces no public address, and no group filters the public endpoint.
 */
export default check({
  id: 'security-groups/open-to-internet',
  title: 'Security groups of the cluster let the internet in at load balancers only',
  severity: 'high',
  scope: 'cluster',
  why: 'A port that is open to everybody is one public address or one route away from being tried by everybody: on a node the kubelet, SSH, and whatever a pod listens on.',
  fix: {
    text: 'Let the rule name a security group, or the addresses of those who need the port. Mind all groups of an interface: their rules add up.',
    cli: 'aws ec2 revoke-security-group-ingress --group-id GROUP --protocol tcp --port PORT --cidr 0.0.0.0/0',
    cdk: 'group.addIngressRule(ec2.Peer.securityGroupId(clients.securityGroupId), ec2.Port.tcp(PORT))',
    terraform:
      'resource "aws_vpc_security_group_ingress_rule" "this" {\n  security_group_id            = aws_security_group.nodes.id\n  referenced_security_group_id = aws_security_group.clients.id\n  ip_protocol                  = "tcp"\n  from_port                    = PORT\n  to_port                      = PORT\n}',
  },
  each: 'clusterSecurityGroups',
  needs: ['settings', 'quietSecurityGroups'],
  judge: (group, { settings: { largeRange: large }, quietSecurityGroups }) => {
    const today = quietSecurityGroups.ids.includes(group.id) ? unreached : latent;
    const own = { id: group.id, rules: group.ingress };
    const alone = openings(own, [], large, 'nobody');
    const findings = findingsOf(alone, group.roles);
    // Nothing that is still unread could make it worse.
    if (worst(findings) === 'high') return failure(group, [own], alone, findings, { large, today });
    // Other groups add only to what this one lets in from the internet itself.
    const together = letsInternetIn(own.rules)
      ? group.together.map((set) => set.map(({ id, ingress }) => ({ id, rules: ingress })))
      : [];
    const known = together.length === 0 ? alone : openings(own, together, large, 'nobody');
    const found = findingsOf(known, group.roles);
    const possible = () => findingsOf(openings(own, together, large, 'everybody'), group.roles);
    // What could not be read is missed where it could make a difference.
    if ([own, ...together.flat()].some(lacksSources) && worst(found) !== worst(possible()))
      for (const { complete } of [group, ...group.together.flat()]) relyOn(complete);
    // So is an interface that could not be read or placed: it may be a node's, with other groups that open what this one opens in part.
    const gravest = findingsOf(openings({ id: group.id, rules: own.rules.map(widened) }, [], large, 'everybody'), [
      ...group.roles,
      'node',
    ]);
    if (worst(found) !== worst(gravest)) relyOn(group.placesComplete);
    return found.length === 0 ? success(group) : failure(group, [own, ...together.flat()], known, found, { large, today });
  },
});

/** What the rules come to today: a proof, or none. */
const unreached = 'Not reachable today: no way leads from the internet to an interface of the cluster that carries it.';
const latent = 'Latent: whether anything answers depends on addresses and routes.';

const lacksSources = ({ rules }: RulesOfGroup): boolean => rules.some(({ unread }) => unread.length > 0);

/** The most that a rule can have a part in, whatever other groups there are. */
const widened = (rule: Rule): Rule =>
  letsInternetIn([rule]) ? { ...portsAndProtocol(rule), sources: [], unread: ['any'] } : rule;

const portsAndProtocol = ({ protocol, fromPort, toPort }: Rule): Pick<Rule, 'protocol' | 'fromPort' | 'toPort'> => ({
  protocol,
  ...(fromPort === undefined ? {} : { fromPort }),
  ...(toPort === undefined ? {} : { toPort }),
});

function success(group: Group): Judgement {
  const where = group.roles.join(', ');
  return group.roles.every((role) => role === 'load-balancer')
    ? pass('no port of a known service is open to the internet at large; it sits on load balancers only', group.evidence)
    : pass(`no port is open to the internet at large; it sits on interfaces of: ${where}`, group.evidence);
}

function failure(
  group: Group,
  groups: readonly RulesOfGroup[],
  open: Openings,
  findings: readonly Finding[],
  { large, today }: { readonly large: LargeRange; readonly today: string },
): Judgement {
  const says = (range: Finding['range']) =>
    findings.filter((finding) => finding.range === range).map((finding) => finding.says);
  const parts = [
    ...(says('internet').length === 0 ? [] : [`open to the whole internet: ${listed(says('internet'))}`]),
    ...(says('large').length === 0 ? [] : [`open to more than ${largeRange(large)}: ${listed(says('large'))}`]),
  ];
  const partners = open.with.length === 0 ? '' : `, together with ${listed(open.with)} on the same interface`;
  const because = `${parts.join('; ')}${partners}. ${today}`;
  const rules = groups
    .filter(({ id }) => id === group.id || open.with.includes(id))
    .flatMap(({ id, rules }) => rules.filter((rule) => opens(rule, open)).map((rule) => quoted(id, rule)));
  const evidence = [...unique(rules), ...group.evidence];
  return fail(because, evidence, { severity: worst(findings) ?? 'high' });
}

/** Whether a rule has a part in what is open. */
const opens = (rule: Rule, { internet, large }: Openings): boolean =>
  letsInternetIn([rule]) &&
  transports.some((transport) => !portsOf(rule, transport).intersect(internet[transport].union(large[transport])).isEmpty());

/** As many rules as evidence quotes: a group has sixty by default. */
const shown = 20;

const unique = (evidence: readonly Evidence[]): readonly Evidence[] =>
  [...new Map(evidence.map((item) => [`${item.id} ${item.says}`, item])).values()].slice(0, shown);

function quoted(id: string, { protocol, fromPort, toPort, sources, unread }: Rule): Evidence {
  const ports = fromPort === undefined ? 'all ports' : fromPort === toPort ? `port ${fromPort}` : `ports ${fromPort}-${toPort}`;
  const known = [...sources].sort((a, b) => widest(a.cidrs) - widest(b.cidrs)).map(quotedSource);
  const from = [...known, ...unread.map((source) => `${source} (not read)`)];
  return { kind: 'security-group', id, says: `protocol ${protocol}, ${ports}, from ${listed(from, 10)}` };
}

/** A CIDR as it is; a prefix list with its CIDRs, the widest first, since a long list is cut. */
const quotedSource = ({ id, cidrs }: Rule['sources'][number]): string =>
  cidrs.length === 1 && cidrs[0] === id ? id : `${id} (${listed([...cidrs].sort((a, b) => widest([a]) - widest([b])))})`;

/** The shortest prefix length among CIDRs. */
const widest = (cidrs: readonly string[]): number => Math.min(...cidrs.map((cidr) => Number(cidr.split('/')[1])));
