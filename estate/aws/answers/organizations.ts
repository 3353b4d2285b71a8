import type { Call } from '../call.ts';
import { at } from '../entities.ts';
import { ServiceError, type Values } from '../protocol.ts';
import { under } from './items.ts';
import type { Special } from './special.ts';

export const organizations: Special = {
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
