/**
 * The schemas of the SDK's client packages, read once into shapes of our own.
 *
 * The packages carry each service's Smithy model as nested tuples (`[3, namespace, name, traits, memberNames, memberSchemas, required]` …) and numbers
 * for simple types. That layout is internal to the SDK, so this is the only file that knows it; package versions are pinned exactly.
 */
type Kind = 'structure' | 'list' | 'map' | 'string' | 'number' | 'boolean' | 'timestamp' | 'blob' | 'document' | 'unit';
export type TimestampFormat = 'date-time' | 'http-date' | 'epoch-seconds';

/** The traits of Smithy that a server needs: where a member stands in a request or answer, and under which name. */
interface Traits {
  readonly xmlName?: string;
  readonly xmlFlattened?: unknown;
  readonly xmlAttribute?: unknown;
  readonly xmlNamespace?: readonly [prefix: string | 0, uri: string] | readonly [uri: string];
  readonly jsonName?: string;
  readonly ec2QueryName?: string;
  readonly httpLabel?: unknown;
  readonly httpQuery?: string;
  readonly httpQueryParams?: unknown;
  readonly httpHeader?: string;
  readonly httpPrefixHeaders?: string;
  readonly httpPayload?: unknown;
  readonly http?: readonly [method: string, path: string, status: number];
}

export interface Shape {
  readonly kind: Kind;
  readonly name: string;
  readonly traits: Traits;
  /** Only of timestamps: the format that the model asks for, if it does. */
  readonly format?: TimestampFormat;
  /** Of a structure: its members in the model's order, those that are required first. */
  readonly members: ReadonlyMap<string, Member>;
  /** Of a structure: how many of its members are required. */
  readonly required: number;
  /** Of a list: its items; of a map: its values. */
  readonly value: Member | undefined;
  /** Of a map: its keys. */
  readonly key: Member | undefined;
}

export interface Member {
  readonly name: string;
  /** Resolved when asked for: shapes refer to themselves. */
  readonly shape: Shape;
  readonly traits: Traits;
}

export interface Operation {
  readonly name: string;
  readonly input: Shape;
  readonly output: Shape;
  readonly http: readonly [method: string, path: string, status: number] | undefined;
  /** Names of the required members of the input, in the model's order. */
  readonly required: readonly string[];
}

type Static = readonly [id: number, namespace: string, name: string, traits: unknown, ...rest: readonly unknown[]];
const none: ReadonlyMap<string, Member> = new Map();
const compiled = new Map<unknown, Shape>();

/** Every operation of a client package, by name. */
export function operationsOf(sdk: Readonly<Record<string, unknown>>): ReadonlyMap<string, Operation> {
  const isOperation = (value: unknown): value is Static => Array.isArray(value) && value[0] === 9;
  const found = Object.values(sdk)
    .filter(isOperation)
    .map(([, , name, traits, input, output]): [string, Operation] => {
      const shape = shapeOf(input);
      const required = [...shape.members.keys()].slice(0, shape.required);
      return [name, { name, input: shape, output: shapeOf(output), http: traitsOf(traits).http, required }];
    });
  return new Map(found);
}

function shapeOf(reference: unknown): Shape {
  const schema = typeof reference === 'function' ? (reference as () => unknown)() : reference;
  const known = compiled.get(schema);
  if (known) return known;
  const shape = Array.isArray(schema) ? compile(schema as unknown as Static) : simple(schema);
  compiled.set(schema, shape);
  return shape;
}

function compile([id, , name, traits, ...rest]: Static): Shape {
  const base = { name, traits: traitsOf(traits), members: none, required: 0, value: undefined, key: undefined };
  switch (id) {
    case 0:
      return { ...shapeOf(rest[0]), name, traits: { ...shapeOf(rest[0]).traits, ...base.traits } };
    case 1:
      return { ...base, kind: 'list', value: member('member', rest[0]) };
    case 2:
      return { ...base, kind: 'map', key: member('key', rest[0]), value: member('value', rest[1]) };
    default: {
      const [names, schemas, required] = rest as [string[], unknown[], number | undefined];
      const members = new Map(names.map((n, i) => [n, member(n, schemas[i])]));
      return { ...base, kind: 'structure', members, required: required ?? 0 };
    }
  }
}

/** Numbers stand for simple types; 64 more is a list, 128 more a map of them. */
function simple(schema: unknown): Shape {
  const base = { name: String(schema), traits: {}, members: none, required: 0, value: undefined, key: undefined };
  if (schema === 'unit') return { ...base, kind: 'unit' };
  const code = Number(schema);
  if (code >= 128) return { ...base, kind: 'map', key: member('key', 0), value: member('value', code & 63) };
  if (code >= 64) return { ...base, kind: 'list', value: member('member', code & 63) };
  if (code >= 4 && code <= 7) return { ...base, kind: 'timestamp', ...formats[code] };
  return { ...base, kind: kinds[code] ?? 'document' };
}
const kinds: Readonly<Record<number, Kind>> = {
  0: 'string',
  1: 'number',
  2: 'boolean',
  17: 'number',
  19: 'number',
  21: 'blob',
  42: 'blob',
};
const formats: Readonly<Record<number, { readonly format: TimestampFormat }>> = {
  5: { format: 'date-time' },
  6: { format: 'http-date' },
  7: { format: 'epoch-seconds' },
};

/** A member is a schema, or a pair of a schema and the traits of the member. */
function member(name: string, reference: unknown): Member {
  const [target, own] = Array.isArray(reference) && reference.length === 2 ? reference : [reference, 0];
  let shape: Shape | undefined;
  let traits: Traits | undefined;
  return {
    name,
    get shape() {
      shape ??= shapeOf(target);
      return shape;
    },
    get traits() {
      // A shape's own XML name is for when it is a document's root.
      const { xmlName: _root, ...inherited } = this.shape.traits;
      traits ??= { ...inherited, ...traitsOf(own) };
      return traits;
    },
  };
}

/** Traits are an object, or a number whose bits are flags. */
function traitsOf(traits: unknown): Traits {
  if (typeof traits === 'object' && traits !== null) return traits as Traits;
  const bits = Number(traits ?? 0);
  return {
    ...(bits & 1 ? { httpLabel: 1 } : {}),
    ...(bits & 16 ? { httpPayload: 1 } : {}),
    ...(bits & 64 ? { httpQueryParams: 1 } : {}),
  };
}
