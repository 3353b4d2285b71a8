import { type Call, texts } from '../call.ts';
import { own } from '../data.ts';
import { missingEc2 } from '../missing.ts';
import type { Values } from '../protocol.ts';
import type { Shape } from '../schema.ts';
import { filterItems, filtersOf } from './filters.ts';
import { hasItem, itemsOf } from './items.ts';
import { selectItems } from './select.ts';
import type { Special } from './special.ts';

export const ec2: Special = {
  check: idsWithSize,
  answers: {
    DescribeRegions: describeRegions,
    DescribeInstances: (call) => ({ Reservations: instancesOf(call, itemsOf(call, 'Reservations')) }),
    GetManagedPrefixListEntries: (call) => existing(call, 'PrefixListId', 'PrefixLists', { Entries: [] }),
    DescribeLaunchTemplateVersions: launchTemplateVersions,
    GetEbsEncryptionByDefault: () => ({ EbsEncryptionByDefault: false, SseType: 'none' }),
    GetSnapshotBlockPublicAccessState: () => ({ State: 'unblocked' }),
    GetImageBlockPublicAccessState: () => ({ ImageBlockPublicAccessState: 'unblocked' }),
    DescribeVpcBlockPublicAccessOptions: blockPublicAccess,
  },
  chooses: new Set(['DescribeInstances', 'DescribeLaunchTemplateVersions']),
};

/** These take ids or a page size, not both. */
const either: Readonly<Record<string, readonly [input: string, name: string]>> = {
  DescribeInstances: ['InstanceIds', 'instancesSet'],
  DescribeInstanceStatus: ['InstanceIds', 'instancesSet'],
  DescribeNetworkInterfaces: ['NetworkInterfaceIds', 'networkInterfaceIdSet'],
  DescribeVolumes: ['VolumeIds', 'volumeSet'],
  DescribeSnapshots: ['SnapshotIds', 'snapshotSet'],
};
function idsWithSize({ operation, input, service }: Call): void {
  const [ids = '', name = ''] = own(either, operation.name) ?? [];
  if (ids === '' || input.MaxResults === undefined || texts(input[ids]).length === 0) return;
  const error = service.dialect.invalidParameter(`The parameter ${name} cannot be used with the parameter maxResults`);
  throw Object.assign(error, { code: 'InvalidParameterCombination' });
}

/** The account's Regions in the file, whichever Region is asked. */
function describeRegions(call: Call): Values | undefined {
  const { account, estate, data, operation } = call;
  if (data.get('ec2', 'Regions') !== undefined) return undefined;
  const regions = Object.keys(own(estate.accounts, account)?.regions ?? {}).map((name) => ({
    RegionName: name,
    Endpoint: `ec2.${name}.amazonaws.com`,
    OptInStatus: 'opt-in-not-required',
  }));
  const shape = operation.output.members.get('Regions')?.shape.value?.shape;
  return { Regions: shape ? selectItems(call, shape, regions) : regions };
}

type Reservation = { readonly Instances?: readonly unknown[] };

/** Ids and filters look at instances; a reservation stands with those of its instances that are left. */
function instancesOf(call: Call, reservations: unknown): readonly unknown[] {
  const shape = call.operation.output.members.get('Reservations')?.shape.value?.shape;
  const instance = shape?.members.get('Instances')?.shape.value?.shape;
  if (!instance || !Array.isArray(reservations)) return [];
  const ids = texts(call.input.InstanceIds);
  const left = (reservations as readonly Reservation[]).flatMap((reservation) => {
    const chosen = (reservation.Instances ?? []).filter((i) => ids.length === 0 || ids.includes(idOf(i)));
    const instances = filtered(call, instance, reservation, chosen);
    return instances.length > 0 ? [{ ...reservation, Instances: instances }] : [];
  });
  const known = new Set((reservations as readonly Reservation[]).flatMap((r) => (r.Instances ?? []).map(idOf)));
  for (const id of ids) if (!known.has(id)) throw missingEc2('InstanceIds', id);
  return left;
}
const idOf = (instance: unknown): string => String((instance as { readonly InstanceId?: unknown } | null)?.InstanceId);

/** Some filters of DescribeInstances look at the reservation around the instance. */
function filtered(
  call: Call,
  shape: Shape,
  { Instances: _, ...around }: Reservation,
  instances: readonly unknown[],
): readonly unknown[] {
  if (filtersOf(call).length === 0) return instances;
  const members = new Map([
    ...shape.members,
    ...(call.operation.output.members.get('Reservations')?.shape.value?.shape.members ?? []),
  ]);
  for (const [name, member] of shape.members) members.set(name, member);
  const both = { ...shape, members };
  return instances.filter((i) => filterItems(call, both, [{ ...around, ...(i as Values) }]).length > 0);
}

function existing(call: Call, input: string, list: string, empty: Values): Values {
  if (!hasItem(call, list, input, call.input[input])) throw missingEc2(input, String(call.input[input]));
  return empty;
}

type Version = {
  readonly LaunchTemplateId?: string;
  readonly LaunchTemplateName?: string;
  readonly VersionNumber?: number;
  readonly DefaultVersion?: boolean;
};

/** By template and number, or `$Latest` and `$Default`: of one template, or without one of all of them. */
function launchTemplateVersions(call: Call): Values {
  const { input } = call;
  const all = itemsOf(call, 'LaunchTemplateVersions') as readonly Version[];
  const mine = all.filter(
    (v) =>
      (input.LaunchTemplateId === undefined || v.LaunchTemplateId === input.LaunchTemplateId) &&
      (input.LaunchTemplateName === undefined || v.LaunchTemplateName === input.LaunchTemplateName),
  );
  for (const name of ['LaunchTemplateId', 'LaunchTemplateName'])
    if (input[name] !== undefined && mine.length === 0) throw missingEc2(name, String(input[name]));
  const wanted = texts(input.Versions);
  const chosen = wanted.length === 0 ? mine : mine.filter((v) => wanted.some((w) => isVersion(v, w, all)));
  const shape = call.operation.output.members.get('LaunchTemplateVersions')?.shape.value?.shape;
  return { LaunchTemplateVersions: shape ? filterItems(call, shape, chosen) : chosen };
}

function isVersion(version: Version, wanted: string, all: readonly Version[]): boolean {
  if (wanted === '$Default') return version.DefaultVersion === true;
  if (wanted !== '$Latest') return String(version.VersionNumber) === wanted;
  return all.every(
    (v) => v.LaunchTemplateId !== version.LaunchTemplateId || (v.VersionNumber ?? 0) <= (version.VersionNumber ?? 0),
  );
}

/** An account that never chose one has this. */
function blockPublicAccess({ account, region, data }: Call): Values | undefined {
  if (data.get('ec2', 'VpcBlockPublicAccessOptions') !== undefined) return undefined;
  return {
    VpcBlockPublicAccessOptions: {
      AwsAccountId: account,
      AwsRegion: region,
      State: 'default-state',
      InternetGatewayBlockMode: 'off',
    },
  };
}
