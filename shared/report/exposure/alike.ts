import type { ExposureRow } from './row.ts';

/** All rows of one resource. */
export type Rows = readonly ExposureRow[];

/** Resources that are reached in the same way but for their own addresses. */
export function alike(reached: readonly Rows[]): readonly (readonly Rows[])[] {
  const groups = new Map<string, Rows[]>();
  const number = numbering();
  for (const rows of reached) {
    const key = rows.map((row) => shape(row, number)).join(' ');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [rows]);
    else group.push(rows);
  }
  return [...groups.values()];
}

/** Numbers things by what they hold. Rows share lists and steps: each is looked at once. */
function numbering(): (thing: object) => number {
  const ofObject = new WeakMap<object, number>();
  const ofText = new Map<string, number>();
  return (thing) => {
    const known = ofObject.get(thing);
    if (known !== undefined) return known;
    const text = JSON.stringify(thing);
    const number = ofText.get(text) ?? ofText.size;
    ofText.set(text, number);
    ofObject.set(thing, number);
    return number;
  };
}

/** Through a load balancer the last of the way is each target's own. */
function shape(row: ExposureRow, number: (thing: object) => number): string {
  const { resource, target, protocol, ports, sources, internet, via, to, inspection, unless, probe } = row;
  const steps = via === 'direct' ? row.path.filter(({ kind }) => kind !== 'network-interface').map(number) : [];
  const rest = [
    resource.type,
    resource.instance === undefined,
    target.cluster,
    protocol,
    ports,
    internet,
    via,
    to?.ports,
    inspection,
    unless,
    // Words of probes name the address.
    probe?.map(({ port, outcome, tls, anonymous }) => [port, outcome, tls, anonymous]),
  ];
  return `${number(rest)}:${number(sources)}:${steps.join(',')}`;
}
