import type { Derivation } from '../../derive/derive.ts';
import type { UnknownExposure } from '../../derive/exposure/exposure.ts';
import { bench } from '../../engine/facts.ts';
import type { Fact, FactsOfTarget } from '../../facts/index.ts';

/** Ways in that ask for no credentials: what is behind one may be reached by anybody. */
const anonymous = ['global-accelerator', 'cloudfront-vpc-origin', 'api-gateway-vpc-link'];

export interface Doors {
  /** Only these VPCs, as far as that of a door is known. */
  readonly vpcs?: ReadonlySet<string>;
  readonly anonymous?: true;
}

/** Ways in from the internet that are seen and not evaluated: what they let in cannot be bounded. */
export function unevaluatedDoors(
  facts: FactsOfTarget,
  derivations: readonly Derivation[],
  only: Doors,
): readonly UnknownExposure[] {
  const judged = bench(facts, derivations, ['frontDoors'], (_, error) => {
    throw error;
  });
  const doors = judged.get('frontDoors') as Fact<'frontDoors'>;
  // What of the list itself is unread is said by whoever judges the interfaces.
  if (!doors.known || !facts.networkInterfaces?.known) return [];
  const unlisted = new Set(facts.networkInterfaces.missing.map(({ id }) => id));
  const meant = doors.items.filter(
    ({ kind, vpcId }) =>
      (vpcId === undefined || (only.vpcs?.has(vpcId) ?? true)) && (only.anonymous !== true || anonymous.includes(kind)),
  );
  const resource = (id: string) => ({ type: 'network-interface', id });
  return [
    ...meant.map(({ id, kind, says }) => ({
      resource: resource(id),
      why: `a way in that was not evaluated: ${kind.replaceAll('-', ' ')} (${says})`,
    })),
    ...doors.missing
      .filter(({ id }) => !unlisted.has(id))
      .map(({ id, why, action }) => ({
        resource: resource(id),
        why: `it may be a way in that was not evaluated: ${why}`,
        ...(action === undefined ? {} : { action }),
      })),
  ];
}

/** The VPCs of these interfaces, as far as they are known. */
export function vpcsOf({ networkInterfaces }: FactsOfTarget, interfaces: ReadonlySet<string>): ReadonlySet<string> {
  const items = networkInterfaces?.known ? networkInterfaces.items : [];
  return new Set(items.flatMap(({ id, vpcId }) => (interfaces.has(id) && typeof vpcId === 'string' ? [vpcId] : [])));
}
