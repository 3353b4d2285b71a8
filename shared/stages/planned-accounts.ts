import type { Aws } from '../clients/aws.ts';
import { AwsError } from '../clients/errors.ts';
import { listAccounts, type OrganizationAccount } from '../collect/accounts.ts';
import { type OrganizationTree, organizationTree } from '../collect/organizational-units.ts';
import { Refusal } from '../collect/reason.ts';
import type { Config } from '../config/schema.ts';
import type { PlannedAccount } from './plan.ts';

/** Accounts or units that were asked for and cannot be had: one line that names them. The configuration, or whoever asked, is to be mended. */
export class AccountsError extends Error {
  override readonly name = 'AccountsError';
}

type Choice = Pick<Config, 'accounts' | 'organization' | 'organizationalUnits' | 'exclude'>;

/**
 * The accounts that a configuration means: those that it names; of an organization its active accounts, with names and units (and of
 * these only the named ones, where accounts are named, too); else the caller's own. The management account is one like any other.
 * docs/decisions/010-organizational-units.md
 * @param caller the account of the credentials
 * @param note told in one line when the accounts could be listed, but not where they are
 * @throws AccountsError, AwsError, Refusal
 */
export async function plannedAccounts(
  aws: Aws,
  config: Choice,
  caller: string,
  note: (line: string) => void = () => undefined,
): Promise<readonly PlannedAccount[]> {
  const { accounts: named = [] } = config;
  if (config.organization !== true && config.organizationalUnits === undefined)
    return named.length === 0 ? [{ id: caller }] : unique(named).map((id) => ({ id }));
  const active = await listAccounts(aws);
  refuse(named, active, 'is no active account of the organization; leave the organization out to scan it all the same');
  // A scan of nothing would find nothing wrong.
  if (active.length === 0)
    throw new AccountsError('the organization lists no active account; leave it out to scan your own account');
  const tree = await treeOf(aws, config, note);
  if (tree !== undefined) refuseUnknownUnits(tree, config);
  const left = active.filter(({ id }) => isMeant(tree, id, config));
  refuse(named, left, 'is left out of the scan by organizationalUnits or exclude');
  if (left.length === 0)
    throw new AccountsError('no active account of the organization is left to scan; see organizationalUnits and exclude');
  const chosen = named.length === 0 ? left : left.filter(({ id }) => named.includes(id));
  if (chosen.length > MOST)
    throw new AccountsError(
      `${chosen.length} accounts are more than the ${MOST} of a run; choose by organizationalUnits or exclude`,
    );
  return chosen.map((account) => planned(account, tree));
}

/** As many as a plan holds. */
const MOST = 10_000;

const unique = (ids: readonly string[]): readonly string[] => [...new Set(ids)];

/** Whether units decide which accounts are scanned. */
const unitsDecide = ({ organizationalUnits, exclude }: Choice): boolean =>
  organizationalUnits !== undefined || exclude?.organizationalUnits !== undefined;

/** Where the accounts are. Units that nobody chooses by are worth a note, and not a night without a scan, where a permission lacks. */
async function treeOf(aws: Aws, config: Choice, note: (line: string) => void): Promise<OrganizationTree | undefined> {
  try {
    return await organizationTree(aws);
  } catch (error) {
    if (unitsDecide(config) || !(error instanceof AwsError) || !isDenied(error)) throw error;
    const action = error.action === undefined ? '' : `; ${error.action}`;
    note(`the accounts' organizational units are left out: ${error.why}${action}`);
    return undefined;
  }
}

const isDenied = ({ kind }: AwsError): boolean => kind === 'denied' || kind === 'denied-by-policy';

function refuseUnknownUnits({ units }: OrganizationTree, { organizationalUnits = [], exclude }: Choice): void {
  const stranger = [...organizationalUnits, ...(exclude?.organizationalUnits ?? [])].find((id) => !units.has(id));
  if (stranger !== undefined) throw new AccountsError(`the organization has no organizational unit ${stranger}`);
}

/** @throws Refusal for an account that stands nowhere, where its place decides */
function isMeant(tree: OrganizationTree | undefined, id: string, config: Choice): boolean {
  const { organizationalUnits, exclude } = config;
  if (exclude?.accounts?.includes(id)) return false;
  if (!unitsDecide(config)) return true;
  const within = tree?.places.get(id)?.within;
  // It was moved from a unit that had yet to be read to one that had been.
  if (within === undefined) throw new Refusal(`Moved: account ${id} was in no organizational unit that was read`, 'scan again');
  if (exclude?.organizationalUnits?.some((unit) => within.includes(unit))) return false;
  return organizationalUnits === undefined || organizationalUnits.some((unit) => within.includes(unit));
}

function refuse(named: readonly string[], accounts: readonly OrganizationAccount[], why: string): void {
  const ids = new Set(accounts.map(({ id }) => id));
  const stranger = named.find((id) => !ids.has(id));
  if (stranger !== undefined) throw new AccountsError(`account ${stranger} ${why}`);
}

/** An account directly in the root is in no unit. */
function planned({ id, name }: OrganizationAccount, tree: OrganizationTree | undefined): PlannedAccount {
  const path = tree?.places.get(id)?.path ?? '';
  return { id, ...(name !== undefined && { name }), ...(path !== '' && { organizationalUnit: path }) };
}
