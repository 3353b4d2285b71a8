import * as v from 'valibot';
import { type Unknown, unknown } from '../facts/fact.ts';
import { Unidentified } from './reason.ts';

/**
 * Takes members off an answer of one operation (named by its IAM action). SDK types promise members that an answer need not have, and
 * check nothing: so every member is checked here, and one that is absent or malformed is unknown, and nothing else.
 */
export interface Reader {
  readonly action: string;
  /** The member, or why it is unknown: `eks:DescribeCluster gave no resourcesVpcConfig.vpcId`. */
  <const S extends v.GenericSchema>(schema: S, value: unknown, path: string): v.InferOutput<S> | Unknown;
  /** A member that identifies the item. @throws Unidentified */
  id(value: unknown, path: string): string;
}

export function reader(action: string): Reader {
  const read = <const S extends v.GenericSchema>(schema: S, value: unknown, path: string): v.InferOutput<S> | Unknown => {
    const { success, output, issues } = v.safeParse(schema, value);
    return success ? output : unknown(lack(action, issues[0], path));
  };
  const id = (value: unknown, path: string): string => {
    if (typeof value === 'string' && value !== '') return value;
    throw new Unidentified(`${action} gave ${value === undefined || value === null ? 'no' : 'a malformed'} ${path}`);
  };
  return Object.assign(read, { action, id });
}

/** A problem's own words where the schema has them (v.check), else that the member is absent or malformed, and where. */
function lack(action: string, issue: v.BaseIssue<unknown>, path: string): string {
  if (issue.type === 'check') return `${action} ${issue.message}`;
  const inner = v.getDotPath(issue);
  const place = inner === null ? path : `${path}.${inner}`;
  return `${action} gave ${issue.input === undefined || issue.input === null ? 'no' : 'a malformed'} ${place}`;
}

export const text = v.string();
export const texts = v.array(v.string());
export const flag = v.boolean();
/** A time, as ISO 8601 in UTC. */
export const time = v.pipe(
  v.date(),
  v.transform((date) => date.toISOString()),
);
/** A list that the service leaves out where it is empty. */
export const listOrNone = <const S extends v.GenericSchema>(item: S) => v.optional(v.array(item), []);
/**
 * Tags as EC2 and load balancing list them; left out where there are none. One named `__proto__`, which anybody who may tag can make,
 * is dropped: JSON with such a member is not stored, and no judgement is made by it.
 */
export const tagList = v.pipe(
  listOrNone(v.object({ Key: v.string(), Value: v.optional(v.string(), '') })),
  v.transform((tags) =>
    Object.fromEntries(tags.filter(({ Key }) => Key !== '__proto__').map(({ Key, Value }) => [Key, Value])),
  ),
);
/** Tags as EKS gives them. Valibot's records have no `__proto__` either. */
export const tagRecord = v.record(v.string(), v.string());
/**
 * What holds further members, of which each is then read for itself. Absent, they are all absent; malformed, they are all malformed:
 * otherwise a `health` that is no structure would read as one without issues.
 */
export const structure = (value: unknown): Readonly<Record<string, unknown>> => {
  if (value === undefined || value === null) return {};
  return typeof value === 'object' && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : malformed;
};
const malformed: Readonly<Record<string, unknown>> = new Proxy({}, { get: () => Symbol('malformed') });

/** `{ name: value }` where the value is there, `{}` where it is absent: for members that an item need not have. */
export const optional = <const K extends string, const S extends v.GenericSchema>(
  from: Reader,
  name: K,
  schema: S,
  value: unknown,
  path: string,
): { readonly [P in K]?: v.InferOutput<S> | Unknown } =>
  value === undefined || value === null
    ? {}
    : ({ [name]: from(schema, value, path) } as { [P in K]: v.InferOutput<S> | Unknown });
