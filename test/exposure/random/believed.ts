import type { World } from '../walker/world.ts';

/** A mistake that who judges exposure could make, as the world that they would then believe in. */
export interface Mistake {
  readonly name: string;
  readonly believed: (world: World) => World;
}

type Acl = World['networkAcls'][number];
export type Entry = NonNullable<Acl['Entries']>[number];
export const entries = (world: World, changed: (entry: Entry) => Entry): World => ({
  ...world,
  networkAcls: world.networkAcls.map((acl) => ({ ...acl, Entries: (acl.Entries ?? []).map(changed) })),
});
export type Route = NonNullable<World['routeTables'][number]['Routes']>[number];
export const routes = (world: World, changed: (route: Route) => Route[]): World => ({
  ...world,
  routeTables: world.routeTables.map((table) => ({ ...table, Routes: (table.Routes ?? []).flatMap(changed) })),
});
export type Interface = World['networkInterfaces'][number];
export const interfaces = (world: World, changed: (one: Interface) => Interface): World => ({
  ...world,
  networkInterfaces: world.networkInterfaces.map(changed),
});
export const without = <T extends object>(item: T, ...names: readonly (keyof T)[]): T =>
  Object.fromEntries(Object.entries(item).filter(([name]) => !names.includes(name as keyof T))) as T;
export const isOutward = ({ GatewayId }: Route): boolean => GatewayId !== 'local';
