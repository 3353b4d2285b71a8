import {
  CreateAccountCommand,
  CreateOrganizationalUnitCommand,
  CreateOrganizationCommand,
  ListRootsCommand,
  MoveAccountCommand,
} from '@aws-sdk/client-organizations';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Aws } from '../../shared/clients/aws.ts';
import { plannedAccounts } from '../../shared/stages/planned-accounts.ts';
import { awsAt } from '../collect/estate.ts';
import { type Moto, startMoto } from './moto.ts';
import { clientsAt } from './moto-clients.ts';
import { HOME, REGION } from './moto-estate.ts';

let moto: Moto;
let aws: Aws;
let units: { readonly workloads: string; readonly production: string };

/** Two units, one in the other; more accounts in the inner one than a page has, one in the outer one, one in neither. */
beforeAll(async () => {
  moto = await startMoto();
  aws = await awsAt(moto.url);
  const { organizations } = clientsAt(moto.url, REGION);
  await organizations.send(new CreateOrganizationCommand({ FeatureSet: 'ALL' }));
  const { Roots } = await organizations.send(new ListRootsCommand({}));
  const root = Roots?.[0]?.Id ?? '';
  const unit = async (ParentId: string, Name: string) => {
    const { OrganizationalUnit } = await organizations.send(new CreateOrganizationalUnitCommand({ ParentId, Name }));
    return OrganizationalUnit?.Id ?? '';
  };
  const account = async (AccountName: string, DestinationParentId?: string) => {
    const command = new CreateAccountCommand({ AccountName, Email: `${AccountName}@example.com` });
    const AccountId = (await organizations.send(command)).CreateAccountStatus?.AccountId;
    if (DestinationParentId !== undefined)
      await organizations.send(new MoveAccountCommand({ AccountId, SourceParentId: root, DestinationParentId }));
  };
  const workloads = await unit(root, 'Workloads');
  units = { workloads, production: await unit(workloads, 'Production') };
  for (let index = 0; index < 21; index++) await account(`production-${index}`, units.production);
  await account('search', units.workloads);
  await account('alone');
});
afterAll(async () => {
  aws?.close();
  await moto?.close();
});

test('an organization that moto keeps is read with its units', async () => {
  const accounts = await plannedAccounts(aws, { organization: true }, HOME);
  const inUnit = (path: string | undefined) => accounts.filter(({ organizationalUnit }) => organizationalUnit === path);
  expect(inUnit('Workloads/Production')).toHaveLength(21);
  expect(inUnit('Workloads').map(({ name }) => name)).toEqual(['search']);
  expect(inUnit(undefined).map(({ name }) => name)).toEqual(['master', 'alone']);
});

test('units of it can be chosen and left out', async () => {
  const config = { organizationalUnits: [units.workloads], exclude: { organizationalUnits: [units.production] } };
  expect((await plannedAccounts(aws, config, HOME)).map(({ name }) => name)).toEqual(['search']);
});
