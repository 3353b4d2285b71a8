import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { facts } from '../../shared/facts/index.ts';
import type { JsonObject } from '../cloud/asl/json.ts';
import { valuesOf } from '../cloud/deployment/values.ts';
import { grantedTo } from './granted.ts';
import { rightsOf } from './template.ts';

const account = '222222222222';
const region = 'us-east-1';

test('on scanned accounts exactly the actions are granted that facts read, none by a wildcard', () => {
  // Kept up to date by test/infra.
  const template: JsonObject = JSON.parse(
    readFileSync(new URL('../../infra/member-role.template.json', import.meta.url), 'utf8'),
  );
  const parameters = {
    HubAccountId: '111111111111',
    ExternalId: 'e',
    OrganizationId: 'o-0123456789',
    RoleName: 'postern-member',
  };
  const resolve = valuesOf(template, { account, region, apiUrl: '' }, parameters);
  const rights = rightsOf([{ name: 'Member', template, resolve, account, region }]);
  const reads = Object.values(facts).flatMap((fact) => ('reads' in fact && 'aws' in fact.reads ? fact.reads.aws : []));
  expect(rights.roles.size).toBe(1);
  expect([...grantedTo(rights, 'postern-member')].sort()).toEqual([...new Set<string>(reads)].sort());
  expect(reads.filter((action) => !/^[a-z0-9]+:(Describe|Get|List)[A-Za-z]+$/.test(action))).toEqual([]);
});
