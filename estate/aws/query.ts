import { withEmptyLists } from './empty-lists.ts';
import type { Protocol, Request, ServiceError, Values } from './protocol.ts';
import { fromText } from './scalar.ts';
import type { Member, Operation, Shape } from './schema.ts';
import { escapeXml, writeMembers } from './xml.ts';

/** `Filter.1.Name=x` as a tree: { Filter: { 1: { Name: 'x' } } }, without prototypes, for its keys are a client's. */
interface Tree {
  [key: string]: Tree | string;
}

/** Deeper or longer than any request of these services. */
const maximumDepth = 32;
const maximumParameters = 20_000;

const form = ({ body, query }: Request): URLSearchParams => (body.length > 0 ? new URLSearchParams(body.toString()) : query);

/** awsQuery (IAM, STS, both generations of load balancers): a form in, XML out. */
export const awsQuery = (xmlNamespace: string): Protocol => ({
  operation: (_operations, request) => form(request).get('Action') ?? undefined,
  input: (operation, request) => read(operation.input, nest(form(request)), plain) as Values,
  output: ({ name, output }, values, requestId) => {
    const result = output.kind === 'unit' ? '' : `<${name}Result>${writeMembers(output, values)}</${name}Result>`;
    const metadata = `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`;
    return xml(200, requestId, `<${name}Response xmlns="${xmlNamespace}">${result}${metadata}</${name}Response>`);
  },
  error: (error, requestId) =>
    xml(
      error.status,
      requestId,
      `<ErrorResponse xmlns="${xmlNamespace}"><Error><Type>${error.status < 500 ? 'Sender' : 'Receiver'}</Type>${codeAndMessage(error)}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
    ),
});

/** ec2Query, its older sibling: other names, lists always flattened, no wrapper. */
export const ec2Query = (xmlNamespace: string): Protocol => ({
  operation: (_operations, request) => form(request).get('Action') ?? undefined,
  input: (operation, request) => read(operation.input, nest(form(request)), ec2) as Values,
  output: (operation: Operation, values, requestId) => {
    const body =
      operation.output.kind === 'unit'
        ? '<return>true</return>'
        : writeMembers(operation.output, withEmptyLists(operation.output, values) as Values);
    const name = `${operation.name}Response`;
    return xml(200, requestId, `<${name} xmlns="${xmlNamespace}"><requestId>${requestId}</requestId>${body}</${name}>`);
  },
  error: (error, requestId) =>
    xml(
      error.status,
      requestId,
      `<Response><Errors><Error>${codeAndMessage(error)}</Error></Errors><RequestID>${requestId}</RequestID></Response>`,
    ),
});

const codeAndMessage = ({ code, message }: ServiceError): string =>
  `<Code>${escapeXml(code)}</Code><Message>${escapeXml(message)}</Message>`;

const xml = (status: number, requestId: string, document: string) => ({
  status,
  headers: { 'content-type': 'text/xml;charset=UTF-8', 'x-amzn-requestid': requestId },
  body: `<?xml version="1.0" encoding="UTF-8"?>\n${document}`,
});

/** How a dialect names a member, and where the items of a list stand. */
interface Dialect {
  key(member: Member): string;
  items(member: Member, tree: Tree): Tree | string | undefined;
}
const plain: Dialect = {
  key: ({ name, traits }) => traits.xmlName ?? name,
  items: ({ shape, traits }, tree) =>
    traits.xmlFlattened === undefined ? tree[shape.value?.traits.xmlName ?? 'member'] : tree,
};
const ec2: Dialect = {
  key: ({ name, traits }) => {
    const key = traits.ec2QueryName ?? traits.xmlName ?? name;
    return key.charAt(0).toUpperCase() + key.slice(1);
  },
  items: (_member, tree) => tree,
};

function read(shape: Shape, tree: Tree | string | undefined, dialect: Dialect): unknown {
  if (tree === undefined) return undefined;
  if (shape.kind === 'structure' && typeof tree === 'object') {
    const out: Record<string, unknown> = {};
    for (const [name, member] of shape.members) {
      const value = readMember(member, tree[dialect.key(member)], dialect);
      if (value !== undefined) out[name] = value;
    }
    return out;
  }
  if (typeof tree === 'string') return fromText(shape, tree);
  return shape.kind === 'unit' ? {} : undefined;
}

function readMember(member: Member, tree: Tree | string | undefined, dialect: Dialect): unknown {
  const { shape } = member;
  const item = shape.value?.shape;
  if (shape.kind !== 'list' || !item) return read(shape, tree, dialect);
  if (tree === undefined || typeof tree === 'string') return tree === '' ? [] : undefined;
  const items = dialect.items(member, tree);
  if (typeof items !== 'object') return [];
  return Object.keys(items)
    .sort((a, b) => Number(a) - Number(b))
    .map((index) => read(item, items[index], dialect));
}

function nest(parameters: URLSearchParams): Tree {
  const root: Tree = Object.create(null);
  let seen = 0;
  for (const [path, value] of parameters) {
    const keys = path.split('.');
    const last = keys.pop();
    if (last === undefined || keys.length > maximumDepth || ++seen > maximumParameters) continue;
    let node = root;
    for (const key of keys) {
      node = child(node, key);
    }
    node[last] = value;
  }
  return root;
}

function child(tree: Tree, key: string): Tree {
  const known = tree[key];
  if (typeof known === 'object') return known;
  const made: Tree = Object.create(null);
  tree[key] = made;
  return made;
}
