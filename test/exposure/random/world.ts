import fc from 'fast-check';
import type { Estate } from '../../../estate/file.ts';
import { estateOf } from '../walker/estate-of.ts';
import type { Sketch } from '../walker/sketch.ts';
import { balanced, front } from './balancers.ts';
import { machine, placed } from './machines.ts';
import { network } from './network.ts';

/** A small VPC dense in traps, as a sketch: one to three subnets, one to four interfaces, up to two load balancers. It shrinks to the plain. */
const randomSketch: fc.Arbitrary<Sketch> = fc
  .record({
    network,
    machines: fc.array(machine, { minLength: 1, maxLength: 4, size: 'max' }),
    fronts: fc.oneof(
      { weight: 1, arbitrary: fc.constant([]) },
      { weight: 2, arbitrary: fc.array(front, { minLength: 1, maxLength: 2 }) },
    ),
  })
  .map((made) => {
    const machines = placed(made.machines, made.network);
    const balancing = balanced(made.fronts, made.network, machines);
    return pruned({
      ...made.network,
      ...machines,
      ...balancing,
      interfaces: [...machines.interfaces, ...balancing.interfaces],
    });
  });

/** Without what nothing names, so that a failing world can be read. */
function pruned(sketch: Sketch): Sketch {
  const { tables, subnets, lists = [], groups } = sketch;
  const said = JSON.stringify([groups, tables]);
  const standing = JSON.stringify([
    sketch.interfaces,
    sketch.balancers,
    sketch.classics,
    groups.map(({ ingress, egress }) => [ingress, egress]),
  ]);
  return {
    ...sketch,
    tables: tables.filter(({ main, edge, subnets: own = [] }) => main === true || edge === true || own.length > 0),
    acls: sketch.acls.filter(({ id }) => subnets.some(({ acl }) => acl === id)),
    lists: lists.filter(({ id }) => said.includes(`"${id}"`)),
    groups: groups.filter(({ id }) => standing.includes(`"${id}"`)),
  };
}

/** The same written out as an estate file, which real collectors can read. */
export const randomWorld: fc.Arbitrary<Estate> = randomSketch.map(estateOf);
