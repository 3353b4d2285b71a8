import { generateEstate } from '../../estate/generate.ts';
import type { ServiceName } from '../../shared/clients/sdk.ts';
import { facts } from '../../shared/facts/index.ts';
import { scanPlan } from '../../test/collect/call-plan.ts';
import { plannedCalls } from './calls.ts';
import { home } from './measure.ts';

/** How often an operation is called. */
export interface Operation {
  readonly service: ServiceName;
  readonly operation: string;
  readonly calls: number;
}

export interface FleetRegion {
  readonly name: string;
  readonly clusters: number;
  /** By `collect`, for the Region as a whole. */
  readonly collect: readonly Operation[];
  /** By `scan`, for all clusters together. */
  readonly scan: readonly Operation[];
}

export interface FleetAccount {
  readonly id: string;
  /** By `collect`, for the account as a whole: in the Region of the deployment. */
  readonly collect: readonly Operation[];
  readonly regions: readonly FleetRegion[];
}

export interface Fleet {
  readonly accounts: readonly FleetAccount[];
  /** By `plan`, of Organizations. */
  readonly organization: readonly Operation[];
}

export interface FleetSize {
  readonly accounts: number;
  readonly clusters: number;
  /** How many of the account's Regions have clusters. */
  readonly busyRegions?: number;
}

/** The Regions that every account has enabled unless it says otherwise: 17. The first ones are those that clusters stand in. */
export const regions = [
  ...['us-east-1', 'eu-west-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1', 'sa-east-1'],
  ...['eu-west-2', 'eu-west-3', 'eu-central-1', 'eu-north-1'],
  ...['ap-south-1', 'ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-southeast-1', 'ap-southeast-2'],
] as const;

/** Accounts that are generated; more of them repeat these. */
const MOST_GENERATED = 100;

/**
 * A fleet and the calls that it takes, by the formula of the call plan (`test/collect/call-plan.ts`): accounts with 17 Regions each, of
 * which some (2 unless given) have clusters, dealt out evenly. Beyond 100 accounts the first hundred are repeated under other ids.
 */
export function makeFleet({ accounts, clusters, busyRegions = 2 }: FleetSize): Fleet {
  const generated = Math.min(accounts, MOST_GENERATED);
  const busy = regions.slice(0, busyRegions);
  const estate = generateEstate({
    seed: 1,
    accounts: generated,
    clusters: Math.round((clusters * generated) / accounts),
    regions: busy,
  });
  const withAll = Object.entries(estate.accounts).map(([id, account]) => {
    const empty = Object.fromEntries(regions.slice(busyRegions).map((name) => [name, {}]));
    return [id, { ...account, regions: { ...account.regions, ...empty } }] as const;
  });
  const plan = scanPlan({ accounts: Object.fromEntries(withAll) }, home);
  const calls = operationsByPlace(plan);
  const made = withAll.map(([id, account]): FleetAccount => {
    const inRegion = ([name, { eks }]: [string, Readonly<Record<string, Readonly<Record<string, unknown>>>>]): FleetRegion => {
      const all = (calls.get(`${id} ${name}`) ?? []).filter((one) => scopeOf(one) !== 'account');
      return {
        name,
        clusters: ((eks?.clusters ?? []) as readonly unknown[]).length,
        collect: all.filter((one) => scopeOf(one) === 'region'),
        scan: all.filter((one) => scopeOf(one) === 'cluster'),
      };
    };
    return {
      id,
      collect: (calls.get(`${id} ${home}`) ?? []).filter((one) => scopeOf(one) === 'account'),
      regions: Object.entries(account.regions).map(inRegion),
    };
  });
  const all = Array.from({ length: accounts }, (_, index): FleetAccount => {
    const account = made[index % generated] as FleetAccount;
    return { ...account, id: String(100_000_000_000 + index) };
  });
  return { accounts: all, organization: organizationOf(accounts) };
}

/** The calls that listing so many accounts and their organizational units takes. */
function organizationOf(accounts: number): readonly Operation[] {
  const planned = plannedCalls(generateEstate({ seed: 1, accounts, clusters: 0 }), home);
  return [...planned].flatMap(([name, calls]) => {
    const [service, operation = ''] = name.split(' ');
    return service === 'organizations' ? [{ service, operation, calls }] : [];
  });
}

function operationsByPlace(plan: Readonly<Record<string, number>>): ReadonlyMap<string, readonly Operation[]> {
  const places = new Map<string, Operation[]>();
  for (const [key, calls] of Object.entries(plan)) {
    const [account, region, service, operation] = key.split(' ') as [string, string, ServiceName, string];
    // The roles are taken by the functions, each its own.
    if (service === 'sts') continue;
    const place = `${account} ${region}`;
    places.set(place, [...(places.get(place) ?? []), { service, operation, calls }]);
  }
  return places;
}

/** Who calls an operation follows from the scope of the fact that reads it. */
const scopeOf = ({ operation }: Operation): string => scopes.get(operation) ?? 'region';

const scopes: ReadonlyMap<string, string> = new Map(
  Object.values(facts).flatMap((fact) => {
    const actions: readonly string[] = 'reads' in fact && 'aws' in fact.reads ? fact.reads.aws : [];
    return actions.map((action): [string, string] => [action.split(':')[1] ?? '', fact.scope]);
  }),
);
