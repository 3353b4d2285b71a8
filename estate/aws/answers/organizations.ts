import type { Call } from '../call.ts';
import { at } from '../entities.ts';
import { ServiceError, type Values } from '../protocol.ts';
import { hasItem, under } from './items.ts';
import type { Special } from './special.ts';

export const organizations: Special = {
  check: parentExists,
  answers: { DescribeAccount: describeAccount, DescribeOrganization: describeOrganization },
};

function describeAccount(call: Call): Values {
  const account = under(call, 'ListAccounts')?.find((a) => at(a, 'Id') === call.input.AccountId);
  if (account === undefined)
    throw new ServiceError('AccountNotFoundException', 400, 'You specified an account that does not exist.');
  return { Account: account };
}

/** An organization is not a list that could be empty: an account without one is told so. */
function describeOrganization({ data }: Call): Values {
  const organization = data.get('organizations', 'Organization');
  if (organization === undefined)
    throw new ServiceError('AWSOrganizationsNotInUseException', 400, 'Your account is not a member of an organization.');
  return { Organization: organization };
}

/** What is in a root or unit can be asked of those that there are: a root, or what the file has below another. */
function parentExists(call: Call): void {
  const { operation, input, data } = call;
  if (operation.name !== 'ListAccountsForParent' && operation.name !== 'ListOrganizationalUnitsForParent') return;
  const below = data.get('organizations', 'ListOrganizationalUnitsForParent');
  const isUnit = Object.values(below ?? {}).some((units) =>
    itemsUnder(units).some((unit) => at(unit, 'Id') === input.ParentId),
  );
  if (isUnit || hasItem(call, 'Roots', 'Id', input.ParentId)) return;
  throw new ServiceError('ParentNotFoundException', 400, "You specified a root or OU that doesn't exist.");
}

/** A list, or a whole output that holds it. */
function itemsUnder(given: unknown): readonly unknown[] {
  const items = Array.isArray(given) ? given : at(given, 'OrganizationalUnits');
  return Array.isArray(items) ? items : [];
}
