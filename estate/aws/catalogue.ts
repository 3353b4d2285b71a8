import { type Entity, entities } from './entities.ts';
import type { Member, Operation, Shape } from './schema.ts';
import { type Service, type ServiceName, serviceNames, services } from './services.ts';

/** A name that may stand in a service's part of an estate file, beside the names of operations. */
interface Named {
  readonly name: string;
  /** The operation that answers it, and the member of its output. */
  readonly operation: Operation;
  readonly member: string;
  /** Of a list: its items as they stand in the file. Of one object: the object. */
  readonly shape: Shape;
  readonly list: boolean;
  readonly entity?: Entity;
}

interface Catalogue {
  readonly named: ReadonlyMap<string, Named>;
  /** Names that cannot stand on their own → the operations to name instead. */
  readonly elsewhere: ReadonlyMap<string, readonly string[]>;
}

/** Where several operations share a member: which one the member's name means. */
const meaning: Readonly<Partial<Record<ServiceName, Readonly<Record<string, string>>>>> = {
  ec2: {
    PrefixLists: 'DescribeManagedPrefixLists',
    Vpcs: 'DescribeVpcs',
    Addresses: 'DescribeAddresses',
    Volumes: 'DescribeVolumes',
    Images: 'DescribeImages',
  },
  s3: { Buckets: 'ListBuckets' },
};

const reads = /^(Describe|List|Get|Search|Head)[A-Z]/;
export const isRead = (operation: Operation): boolean => reads.test(operation.name);

const made = new Map<Service, Catalogue>();
export function catalogueOf(service: Service): Catalogue {
  const known = made.get(service);
  if (known) return known;
  const catalogue = read(service);
  made.set(service, catalogue);
  return catalogue;
}

function read(service: Service): Catalogue {
  const named = new Map<string, Named>();
  const elsewhere = new Map<string, readonly string[]>();
  for (const [name, owners] of ownersOf(service)) {
    const meant = meaning[service.name]?.[name];
    const sole = meant ? owners.find((o) => o.name === meant) : owners.length === 1 ? owners[0] : undefined;
    const made = sole && standing(sole, name);
    if (made) named.set(name, made);
    else
      elsewhere.set(
        name,
        owners.map((o) => o.name),
      );
  }
  for (const entity of entities[service.name] ?? [])
    for (const name of entity.names) {
      named.set(name, entityName(service, entity, name));
      elsewhere.delete(name);
    }
  return { named, elsewhere };
}

/** Members of outputs that are lists or objects → the reading operations that have them. */
function ownersOf(service: Service): ReadonlyMap<string, readonly Operation[]> {
  const owners = new Map<string, Operation[]>();
  for (const operation of service.operations.values()) {
    if (!isRead(operation)) continue;
    for (const [name, { shape }] of operation.output.members)
      if (['list', 'structure', 'map'].includes(shape.kind)) owners.set(name, [...(owners.get(name) ?? []), operation]);
  }
  return owners;
}

/** A list can answer an operation that must be told something only if its items carry what it is told. */
function standing(operation: Operation, name: string): Named | undefined {
  const member = operation.output.members.get(name);
  if (!member) return undefined;
  const { kind, value } = member.shape;
  if (kind !== 'list')
    return operation.required.length > 0 ? undefined : { name, operation, member: name, shape: member.shape, list: false };
  const item = value?.shape;
  if (!item || !operation.required.every((input) => memberFor(item, input))) return undefined;
  return { name, operation, member: name, shape: item, list: true };
}

/** The member of an item that an input selects by: the same name, or its singular (`SubnetIds` → `SubnetId`). */
export const memberFor = (item: Shape, input: string): Member | undefined =>
  item.members.get(input) ?? (input.endsWith('s') ? item.members.get(input.slice(0, -1)) : undefined);

function entityName(service: Service, entity: Entity, name: string): Named {
  const operation = service.operations.get(entity.list.operation);
  const shape = service.operations.get(entity.describe.operation)?.output.members.get(entity.describe.member)?.shape;
  if (!operation || !shape)
    throw new Error(`${service.name}: the model has no ${entity.list.operation} or ${entity.describe.operation}`);
  return { name, operation, member: entity.list.member, shape, list: true, entity };
}

/** The one member of an operation's output that is a list, if there is just one. */
export function listOf(operation: Operation): Member | undefined {
  const lists = [...operation.output.members.values()].filter(({ shape }) => shape.kind === 'list');
  return lists.length === 1 ? lists[0] : undefined;
}

/** The names of the lists and objects of every service, for `postern estate serve --help`. */
export function listNames(): ReadonlyMap<ServiceName, readonly string[]> {
  const all = services();
  return new Map(
    serviceNames.map((name): [ServiceName, readonly string[]] => {
      const service = all.get(name);
      return [name, service ? [...catalogueOf(service).named.keys()].sort() : []];
    }),
  );
}
