import { type Call, text } from '../call.ts';
import { partitionOf } from '../data.ts';
import { at } from '../entities.ts';
import { ServiceError, type Values } from '../protocol.ts';
import { itemsOf } from './items.ts';
import { refuse, type Special } from './special.ts';

export const kms: Special = {
  check: (call) => {
    if (text(call.input.KeyId) !== undefined && call.operation.name !== 'ListAliases') mustExist(call);
  },
  answers: {
    DescribeKey: (call) => ({ KeyMetadata: metadata(call) }),
    GetKeyRotationStatus: (call) => ({ KeyId: keyOf(call).arn, KeyRotationEnabled: false }),
    ListAliases: aliases,
  },
  alternatives: (call) => {
    if (text(call.input.KeyId) === undefined) return [];
    return keyOf(call).names;
  },
};

/** A key by its id, ARN, alias or alias's ARN (KMS: "Key identifiers"). */
function keyOf(call: Call): {
  readonly id: string;
  readonly arn: string;
  readonly account: string;
  readonly names: readonly string[];
} {
  const { account, region, input } = call;
  const asked = text(input.KeyId) ?? '';
  const [, partition = partitionOf(region), place = region, owner = account, resource = asked] =
    /^arn:([\w-]+):kms:([\w-]+):(\d{12}):(.+)$/.exec(asked) ?? [];
  const target = resource.startsWith('alias/')
    ? itemsOf(call, 'Aliases').find((a) => at(a, 'AliasName') === resource)
    : undefined;
  const id = text(at(target, 'TargetKeyId')) ?? resource.replace(/^key\//, '');
  const arn = `arn:${partition}:kms:${place}:${owner}:key/${id}`;
  // An id alone is one of this account and Region.
  return { id, arn, account: owner, names: owner === account && place === region ? [id, arn] : [arn] };
}

/** A key of another account is refused, as by a key policy that does not know the caller, unless the file has it in this account. */
function mustExist(call: Call): void {
  const { account, data, region, input } = call;
  const { arn, names, account: owner } = keyOf(call);
  const described = data.get('kms', 'DescribeKey') as Values | undefined;
  const known = itemsOf(call, 'Keys').some((key) => names.includes(String(at(key, 'KeyId'))) || at(key, 'KeyArn') === arn);
  if (known || names.some((key) => described && Object.hasOwn(described, key))) return;
  if (owner !== account)
    throw refuse(call, (action) => `on resource: ${arn} because no resource-based policy allows the ${action} action`);
  const asked = String(input.KeyId);
  const alias = asked.includes('alias/');
  throw new ServiceError(
    'NotFoundException',
    400,
    alias ? `Alias ${aliasArn(asked, region, account)} is not found.` : `Key '${arn}' does not exist`,
  );
}

const aliasArn = (asked: string, region: string, account: string): string =>
  asked.startsWith('arn:') ? asked : `arn:${partitionOf(region)}:kms:${region}:${account}:${asked}`;

/** What the list of keys says of one that nothing else describes. */
function metadata(call: Call): Values {
  const { id, arn, account } = keyOf(call);
  return { AWSAccountId: account, KeyId: id, Arn: arn };
}

function aliases(call: Call): Values {
  const key = text(call.input.KeyId);
  const all = itemsOf(call, 'Aliases');
  if (key === undefined) return { Aliases: all };
  const { id } = keyOf(call);
  return { Aliases: all.filter((alias) => at(alias, 'TargetKeyId') === id) };
}
