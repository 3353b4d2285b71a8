import { catalogueOf, listOf } from './aws/catalogue.ts';
import type { Operation, Shape } from './aws/schema.ts';
import { isServiceName, type Service, serviceNames, services } from './aws/services.ts';

type Problems = string[];
type Members = Readonly<Record<string, unknown>>;
const enough = 50;
const deepest = 100;

/** What is wrong with a value that claims to be an estate: one line each, with the place; none if nothing is. */
export function validateEstate(value: unknown): readonly string[] {
  const problems: Problems = [];
  const estate = members(value, 'the estate', problems);
  if (!estate) return problems;
  known(estate, ['accounts'], '', problems);
  const accounts = members(estate.accounts, 'accounts', problems) ?? {};
  if (problems.length === 0 && Object.keys(accounts).length === 0)
    problems.push('accounts: there must be at least one account');
  for (const [id, account] of Object.entries(accounts)) validateAccount(id, account, problems);
  return problems;
}

function validateAccount(id: string, value: unknown, problems: Problems): void {
  const at = place('accounts', id);
  if (!/^\d{12}$/.test(id)) problems.push(`${at}: an account id is twelve digits`);
  const account = members(value, at, problems);
  if (!account) return;
  known(account, ['global', 'regions'], at, problems);
  if (account.global !== undefined) validateServices(account.global, `${at}.global`, problems);
  if (account.regions === undefined) return;
  for (const [name, region] of Object.entries(members(account.regions, `${at}.regions`, problems) ?? {})) {
    const here = place(`${at}.regions`, name);
    if (!/^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/.test(name)) problems.push(`${here}: not the name of a Region`);
    validateServices(region, here, problems, true);
  }
}

function validateServices(value: unknown, at: string, problems: Problems, region = false): void {
  const given = members(value, at, problems) ?? {};
  for (const [name, part] of Object.entries(given)) {
    const here = place(at, name);
    const service = isServiceName(name) ? services().get(name) : undefined;
    if (service) validateService(service, part, here, problems);
    else if (name === 'kubernetes' && region) validateKubernetes(part, given.eks, here, problems);
    else problems.push(`${here}: no such service here; those are ${serviceNames.join(', ')}${region ? ' and kubernetes' : ''}`);
  }
}

function validateKubernetes(value: unknown, eks: unknown, at: string, problems: Problems): void {
  const { clusters, DescribeCluster: described } = (members(eks ?? {}, at, problems) ?? {}) as Members;
  const names = new Set((Array.isArray(clusters) ? clusters : []).map((c: { readonly name?: unknown } | null) => c?.name));
  for (const [name, objects] of Object.entries(members(value, at, problems) ?? {})) {
    const here = place(at, name);
    const exists = names.has(name) || (typeof described === 'object' && described !== null && Object.hasOwn(described, name));
    if (!exists) problems.push(`${here}: eks.clusters of this Region has no such cluster`);
    if (!Array.isArray(objects)) problems.push(`${here}: expected a list of Kubernetes objects`);
    else for (const [i, object] of objects.entries()) validateObject(object, `${here}[${i}]`, problems);
  }
}

function validateObject(value: unknown, at: string, problems: Problems): void {
  const object = members(value, at, problems);
  if (object && !(typeof object.apiVersion === 'string' && typeof object.kind === 'string'))
    problems.push(`${at}: a Kubernetes object has an apiVersion and a kind`);
}

function validateService(service: Service, value: unknown, at: string, problems: Problems): void {
  const { named, elsewhere } = catalogueOf(service);
  for (const [name, content] of Object.entries(members(value, at, problems) ?? {})) {
    const here = place(at, name);
    const operation = service.operations.get(name);
    const list = named.get(name);
    const owners = elsewhere.get(name);
    if (operation) validateOperation(operation, content, here, problems);
    else if (list?.list) validateList(list.shape, content, here, problems);
    else if (list) validateShape(list.shape, content, here, problems);
    else if (owners) problems.push(`${here}: ${instead(service, owners)}`);
    else problems.push(`${here}: ${service.name} has no list or operation of this name`);
  }
}

/** Why a name cannot stand alone, and what to write. */
function instead(service: Service, owners: readonly string[]): string {
  const [only = ''] = owners;
  const required = service.operations.get(only)?.required ?? [];
  if (owners.length === 1)
    return `write ${only}: { "<${required.join('>/<')}>": … }, for it is asked per ${required.join(' and ')}`;
  return `several operations answer with it: write the one that is meant, ${owners.slice(0, 6).join(' or ')}`;
}

/** An operation under its own name: its list or output, or a map of those keyed by its required inputs. */
function validateOperation(operation: Operation, value: unknown, at: string, problems: Problems): void {
  if (operation.required.length === 0) {
    validateOutput(operation, value, at, problems);
    return;
  }
  for (const [key, output] of Object.entries(members(value, at, problems) ?? {}))
    validateOutput(operation, output, place(at, key), problems);
}

function validateOutput(operation: Operation, value: unknown, at: string, problems: Problems): void {
  const list = listOf(operation);
  if (!Array.isArray(value)) validateShape(operation.output, value, at, problems);
  else if (list) validateList(list.shape.value?.shape, value, at, problems);
  else problems.push(`${at}: ${operation.name} does not answer with one list: write its whole output`);
}

function validateList(item: Shape | undefined, value: unknown, at: string, problems: Problems): void {
  if (!Array.isArray(value)) problems.push(`${at}: expected a list`);
  else if (item)
    for (let i = 0; i < value.length && problems.length < enough; i++) validateShape(item, value[i], `${at}[${i}]`, problems);
}

const policy = /(^p|P)olicy$|(^d|D)ocument$|^Content$/;
const expected: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  number: (value) => typeof value === 'number' && Number.isFinite(value),
  blob: (value) => typeof value === 'string' || value instanceof Uint8Array,
  timestamp: (value) => (typeof value === 'number' ? Number.isFinite(value) && Math.abs(value) <= 8.64e12 : isDate(value)),
};
const isDate = (value: unknown): boolean =>
  (typeof value === 'string' || value instanceof Date) && !Number.isNaN(new Date(value).getTime());

function validateShape(shape: Shape, value: unknown, at: string, problems: Problems, depth = 0): void {
  if (value === null || value === undefined || problems.length >= enough) return;
  const { kind } = shape;
  if (depth > deepest) problems.push(`${at}: nested too deeply`);
  else if (kind === 'list') {
    if (!Array.isArray(value)) problems.push(`${at}: expected a list`);
    else if (shape.value)
      for (let i = 0; i < value.length; i++) validateShape(shape.value.shape, value[i], `${at}[${i}]`, problems, depth + 1);
  } else if (kind === 'map' || kind === 'structure') {
    for (const [name, content] of Object.entries(members(value, at, problems) ?? {})) {
      const member = kind === 'map' ? shape.value : shape.members.get(name);
      if (!member) problems.push(`${place(at, name)}: ${shape.name} has no such member`);
      else if (!isPolicyObject(name, member.shape, content))
        validateShape(member.shape, content, place(at, name), problems, depth + 1);
    }
  } else if (expected[kind]?.(value) === false) problems.push(`${at}: expected a ${kind}`);
}

/** Policy documents may stand as objects where the service has their text. */
const isPolicyObject = (name: string, shape: Shape, value: unknown): boolean =>
  shape.kind === 'string' && policy.test(name) && typeof value === 'object' && value !== null && !Array.isArray(value);

function members(value: unknown, at: string, problems: Problems): Members | undefined {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Members;
  problems.push(`${at}: expected an object`);
  return undefined;
}

function known(value: Members, names: readonly string[], at: string, problems: Problems): void {
  for (const name of Object.keys(value))
    if (!names.includes(name)) problems.push(`${place(at, name)}: no such member; those are ${names.join(', ')}`);
}

const place = (at: string, name: string): string => {
  const step = /^[\w:/-]{1,200}$/.test(name) ? name : JSON.stringify(name.slice(0, 80));
  return at === '' ? step : `${at}.${step}`;
};
