import { isUnknown, type Unknown, unknown } from '../../facts/fact.ts';
import type { Fact, Stored } from '../../facts/index.ts';

type Node = Stored<'nodes'>;
type External = Stored<'nodePools'>['external'][number];
type Row = Stored<'exposures'>['rows'][number];

/** Nodes with an ExternalIP, joined with what AWS lets through to their instances. */
export function externalsOf(nodes: readonly Node[], exposures: Fact<'exposures'>): External[] {
  return nodes.flatMap((node): External[] => {
    const addresses = node.addresses.filter(({ type }) => type === 'ExternalIP').map(({ address }) => address);
    if (addresses.length === 0) return [];
    const instanceId = /^aws:\/\/\/[^/]*\/(i-[\w-]+)$/.exec(node.providerId ?? '')?.[1];
    return [
      {
        node: node.name,
        addresses,
        ...(instanceId === undefined ? {} : { instanceId }),
        reached: instanceId === undefined ? noInstance(node.name) : reachedOf(instanceId, exposures),
      },
    ];
  });
}

const noInstance = (name: string): Unknown =>
  unknown(`which instance the node ${name} is could not be told: it has no providerID of EC2`);

/** What is certain is told without what is not; only where nothing is certain does what could not be read decide. */
function reachedOf(instanceId: string, exposures: Fact<'exposures'>): External['reached'] {
  if (!exposures.known) return exposures;
  const { rows, complete } = exposures.value;
  const own = rows.filter((row) => row.role === 'node' && row.via === 'direct' && row.instanceId === instanceId);
  const certain = own.filter((row) => row.certain === true);
  const whole = own.map((row) => row.certain).find(isUnknown) ?? (isUnknown(complete.node) ? complete.node : undefined);
  if (!certain.some(({ internet }) => internet) && whole !== undefined) return whole;
  return certain.map((row) => ({ says: says(row), internet: row.internet }));
}

function says({ protocol, ports, internet, sources }: Row): string {
  const ranges = (ports ?? []).slice(0, 5).map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`));
  const more = (ports ?? []).length > 5 ? ' and more' : '';
  const from = internet ? 'the whole internet' : sources.slice(0, 3).join(', ');
  return `${protocol}${ranges.length === 0 ? '' : ` ${ranges.join(', ')}${more}`} from ${from}`;
}
