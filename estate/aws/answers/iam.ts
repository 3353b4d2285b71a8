import { type Call, text } from '../call.ts';
import { at } from '../entities.ts';
import { missingIam } from '../missing.ts';
import type { Values } from '../protocol.ts';
import type { Shape } from '../schema.ts';
import { itemsOf, under } from './items.ts';
import type { Special } from './special.ts';

/** Input that names something → the list that has it, the operation of that list, and what IAM calls the thing. */
const things: Readonly<Record<string, readonly [list: string, operation: string, thing: string]>> = {
  RoleName: ['Roles', 'ListRoles', 'role'],
  UserName: ['Users', 'ListUsers', 'user'],
  GroupName: ['Groups', 'ListGroups', 'group'],
  InstanceProfileName: ['InstanceProfiles', 'ListInstanceProfiles', 'instance profile'],
};

const find = (call: Call, input: string): unknown => {
  const [list = '', operation = ''] = things[input] ?? [];
  const all = under(call, operation) ?? itemsOf(call, list);
  return all.find((item) => at(item, input) === call.input[input]);
};

const get =
  (input: string, member: string) =>
  (call: Call): Values => ({ [member]: find(call, input) });

export const iam: Special = {
  check: (call) => {
    for (const [input, [, , thing]] of Object.entries(things)) {
      const name = text(call.input[input]);
      if (name !== undefined && find(call, input) === undefined) throw missingIam(thing, name);
    }
  },
  answers: {
    GetRole: get('RoleName', 'Role'),
    GetUser: (call) => (call.input.UserName === undefined ? undefined : get('UserName', 'User')(call)),
    GetInstanceProfile: get('InstanceProfileName', 'InstanceProfile'),
  },
  finish: ({ operation, input }, output) => encoded(operation.output, within(output, text(input.PathPrefix))) as Values,
};

/** Only what stands below a path, of the lists whose items have one. */
function within(output: Values, prefix: string | undefined): Values {
  if (prefix === undefined) return output;
  const below = (item: unknown): boolean => String(at(item, 'Path') ?? '/').startsWith(prefix);
  return Object.fromEntries(
    Object.entries(output).map(([name, value]) => [name, Array.isArray(value) ? value.filter(below) : value]),
  );
}

/** IAM answers with policy documents percent-encoded (RFC 3986); a file may have them as objects, as text, or already so. */
function encoded(shape: Shape, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const item = shape.value?.shape;
  if (Array.isArray(value)) return item ? value.map((v) => encoded(item, v)) : value;
  return Object.fromEntries(
    Object.entries(value).map(([name, content]) => {
      const member = shape.members.get(name);
      if (!member) return [name, content];
      return [
        name,
        member.shape.kind === 'string' && name.endsWith('Document') ? percent(content) : encoded(member.shape, content),
      ];
    }),
  );
}

function percent(document: unknown): unknown {
  const plain = typeof document === 'object' && document !== null ? JSON.stringify(document) : document;
  return typeof plain === 'string' && plain.trimStart().startsWith('{') ? encodeURIComponent(plain) : plain;
}
