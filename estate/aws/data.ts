import type { Estate, EstateService } from '../file.ts';
import type { ServiceName } from './services.ts';

/** What the file says of one account in one Region: the Region's own part first, then what is global. */
export interface Data {
  /** A list, object or operation by its name in the file; undefined if the file does not have it. */
  get(service: ServiceName, name: string): unknown;
  /** A list by its name; empty if the file does not have it. */
  list(service: ServiceName, name: string): readonly unknown[];
}

export function dataOf(estate: Estate, account: string, region: string): Data {
  const mine = own(estate.accounts, account);
  const parts = [mine?.regions && own(mine.regions, region), mine?.global];
  const get = (service: ServiceName, name: string): unknown => {
    for (const part of parts) {
      const section: EstateService | undefined = part && own(part, service);
      if (section && Object.hasOwn(section, name)) return section[name];
    }
    return undefined;
  };
  return {
    get,
    list: (service, name) => {
      const value = get(service, name);
      return Array.isArray(value) ? value : [];
    },
  };
}

/** A member of the object itself: names in requests are a client's, and `constructor` is one. */
export const own = <T>(object: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(object, name) ? object[name] : undefined;

/** The partition that a Region belongs to, for ARNs. */
export const partitionOf = (region: string): string =>
  region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
