import type { Derivation } from '../../derive/derive.ts';
import type { Located } from '../../derive/exposure/exposure.ts';
import { bench } from '../../engine/facts.ts';
import type { Fact } from '../../facts/index.ts';
import type { RegionNetwork } from './place.ts';

/** Which interfaces are a cluster's. */
export interface Members {
  readonly name: string;
  /** Of a cluster of EKS's. */
  readonly arn?: string | undefined;
  readonly items: readonly { readonly id: string; readonly role: string }[];
  /** What else may be its own, or why that is not known. */
  readonly missing: readonly { readonly why: string; readonly action?: string }[];
}

/** The interfaces of each cluster of a Region, by the membership that checks go by. */
export const membersOf = (
  { facts, clusters }: RegionNetwork,
  place: Located,
  derivations: readonly Derivation[],
): readonly Members[] =>
  clusters.map(({ name, arn, facts: own }) => {
    const target = { known: true, value: { ...place, cluster: { name, ...(arn !== undefined && { arn }) } } } as const;
    const judged = bench({ ...facts, ...own, target }, derivations, ['clusterInterfaces'], (_, error) => {
      throw error;
    });
    const found = judged.get('clusterInterfaces') as Fact<'clusterInterfaces'>;
    if (!found.known) return { name, arn, items: [], missing: [reason(found)] };
    return {
      name,
      arn,
      items: found.items,
      missing: found.missing.map((one) => reason({ ...one, why: `${one.id}: ${one.why}` })),
    };
  });

const reason = ({ why, action }: { readonly why: string; readonly action?: string }) =>
  action === undefined ? { why } : { why, action };

/** The one cluster that an interface, or an endpoint, is of, by its type and id. What two claim, and what nothing places, is of none. */
export function ownersOf(members: readonly Members[]): ReadonlyMap<string, string> {
  const owners = new Map<string, string | undefined>();
  const claim = (key: string, name: string) => owners.set(key, owners.has(key) ? undefined : name);
  for (const { name, arn, items } of members) {
    if (arn !== undefined) claim(`eks-endpoint ${arn}`, name);
    for (const { id, role } of items) if (role !== 'unattributed') claim(`network-interface ${id}`, name);
  }
  return new Map([...owners].filter((entry): entry is [string, string] => entry[1] !== undefined));
}
