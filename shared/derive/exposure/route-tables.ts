import { isUnknown, type Unknown, unknown } from '../../facts/fact.ts';
import type { Stored } from '../../facts/index.ts';
import type { NetworkFacts } from './exposure.ts';
import { listed, memoised } from './listed.ts';
import { prefixListBlocks } from './prefix-lists.ts';
import { type CompiledTable, compileTable, twice } from './routes.ts';

type Table = Stored<'routeTables'>;
type Association = Extract<Table['associations'], readonly unknown[]>[number];

export interface RouteTables {
  /** The table that counts in a subnet, or why it is not known. */
  ofSubnet(subnetId: string, vpcId: string | Unknown): CompiledTable | Unknown;
  /** The gateway's own table; undefined where it has none. */
  ofGateway(gatewayId: string): CompiledTable | Unknown | undefined;
  /** The gateways of a VPC that have a table of their own. */
  gatewaysOf(vpcId: string): readonly string[];
}

/**
 * Which route table counts where (Amazon VPC User Guide, "Subnet route tables", "Gateway route tables"): the one that is associated with a
 * subnet, else the main one of its VPC; a gateway's own, if it has one. A table that could not be read may be any of them.
 */
export function routeTablesOf(network: Pick<NetworkFacts, 'routeTables' | 'prefixLists'>): RouteTables {
  const tables = listed('routeTables', network.routeTables);
  const list = prefixListBlocks(network.prefixLists);
  const compiled = memoised((table: Table) => compileTable(table, list));
  const doubt = tables.items.map(({ associations }) => associations).find(isUnknown) ?? tables.unread;
  const places = new Map<string, Table[]>();
  for (const table of tables.items)
    for (const place of placesOf(table)) places.set(place, [...(places.get(place) ?? []), table]);
  const at = (place: string): CompiledTable | Unknown | undefined => {
    const [table, other] = places.get(place) ?? [];
    if (table === undefined) return doubt;
    return other === undefined ? compiled(table) : twice(place, [table.id, other.id]);
  };
  return {
    ofGateway: (gatewayId) => at(gatewayId),
    gatewaysOf: (vpcId) =>
      tables.items.flatMap((table) =>
        table.vpcId === vpcId ? placesOf(table).filter((place) => place.startsWith('igw-')) : [],
      ),
    ofSubnet: (subnetId, vpcId) => {
      const explicit = at(subnetId);
      if (explicit !== undefined) return explicit;
      if (isUnknown(vpcId)) return vpcId;
      return at(`main ${vpcId}`) ?? unknown(`EC2 lists no main route table of ${vpcId}`);
    },
  };
}

/** The subnets and gateways that a table is associated with, and the VPC whose main table it is. */
function placesOf({ vpcId, associations }: Table): readonly string[] {
  if (isUnknown(associations)) return [];
  return associations
    .filter(stands)
    .flatMap(({ main, subnetId, gatewayId }) => [
      ...(subnetId === undefined ? [] : [subnetId]),
      ...(gatewayId === undefined ? [] : [gatewayId]),
      ...(main && !isUnknown(vpcId) ? [`main ${vpcId}`] : []),
    ]);
}

/** An association that failed or was taken back is none. */
const stands = ({ state }: Association): boolean => state !== 'disassociated' && state !== 'failed';
