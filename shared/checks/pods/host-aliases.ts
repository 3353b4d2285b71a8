import { formatAddress, parseAddress } from '../../net/ip.ts';
import { check } from '../check.ts';
import { judging, type Offence, type PodSpec } from '../specs.ts';
import { quoted } from '../words.ts';

/** Where instances, nodes and the agent of EKS Pod Identity give out credentials (EC2 and EKS User Guides). */
const metadata = ['169.254.169.254', 'fd00:ec2::254', '169.254.170.23', 'fd00:ec2::23'];

/**
 * `hostAliases` (core/v1 PodSpec), which the kubelet writes into /etc/hosts of every container, of pods in the network of their node, too, and
 * of Windows with containerd. Only HostProcess containers of Windows keep the file of their node. Names are not kept, addresses are.
 */
export default check({
  id: 'pods/host-aliases',
  title: 'No pod is given names in /etc/hosts, past DNS',
  severity: 'low',
  scope: 'cluster',
  why: 'A name in /etc/hosts goes before DNS: no log of DNS has it, no policy for names sees it, and whoever may change the workload sends what it asks for by a known name elsewhere. What the name stood for moves, and the pod still asks the old address.',
  fix: {
    text: 'Give the name to DNS: a Service, one without selector or of type ExternalName, a private hosted zone, or a rewrite in CoreDNS. Then take hostAliases away.',
  },
  each: 'workloads',
  needs: [],
  judge: judging({
    severity: 'low',
    passes: 'nothing is written into /etc/hosts past DNS',
    offences: (spec) => (isHostProcess(spec) ? [] : aliases(spec)),
  }),
});

/** Those of a metadata service first: a sentence names a few only. */
function aliases({ hostAliases }: PodSpec): readonly Offence[] {
  const said = (ip: string): string => `hostAliases names an address past DNS: ${quoted(ip)}`;
  const credentials = hostAliases.filter((ip) => metadata.includes(usualText(ip)));
  const others = hostAliases.filter((ip) => !metadata.includes(usualText(ip)));
  return [
    ...credentials.map((ip) => ({ says: `${said(ip)}, which gives out credentials of AWS` })),
    ...others.map((ip) => ({ says: said(ip) })),
  ];
}

/** An address has many spellings in IPv6; what is none stands for itself. */
function usualText(ip: string): string {
  const address = parseAddress(ip);
  return address.ok ? formatAddress(address.value) : ip;
}

/** A pod of Windows has HostProcess containers alone, or none (core/v1 WindowsSecurityContextOptions). */
const isHostProcess = ({ os, securityContext, containers }: PodSpec): boolean =>
  os === 'windows' &&
  (securityContext?.windowsOptions?.hostProcess === true ||
    containers.some((container) => container.securityContext?.windowsOptions?.hostProcess === true));
