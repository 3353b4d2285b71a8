import * as fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { startEstate } from '../../estate/server.ts';
import type { Aws } from '../../shared/clients/aws.ts';
import { AwsError } from '../../shared/clients/errors.ts';
import { organizationTree } from '../../shared/collect/organizational-units.ts';
import { ACCOUNT, awsAt } from './estate.ts';

const closing: (() => unknown)[] = [];
afterAll(() => Promise.all(closing.map((close) => close())));

const accountId = (index: number) => String(300_000_000_000 + index);
const unitId = (name: string) => `ou-ab12-${name.toLowerCase().padEnd(8, 'x')}`;
const unit = (Name: string) => ({ Id: unitId(Name), Name });

/** What is below and in each root and unit, by id. */
interface Nest {
  readonly units?: Readonly<Record<string, readonly object[]>>;
  readonly accounts?: Readonly<Record<string, readonly object[]>>;
}
async function served({ units = {}, accounts = {} }: Nest) {
  const organizations = {
    Roots: [{ Id: 'r-ab12', Name: 'Root' }],
    ListOrganizationalUnitsForParent: units,
    ListAccountsForParent: accounts,
  };
  const estate = await startEstate({ accounts: { [ACCOUNT]: { global: { organizations } } } } as never);
  const aws = await awsAt(estate.url);
  closing.push(aws.close, estate.close);
  return { estate, aws };
}
const pathsOf = async (aws: Aws) => {
  const { units, places } = await organizationTree(aws);
  return {
    units: Object.fromEntries([...units.values()].map(({ id, path }) => [id, path])),
    places: Object.fromEntries([...places].map(([account, { path }]) => [account, path])),
  };
};

test('a tree, twenty units and accounts at a time', async () => {
  const many = Array.from({ length: 45 }, (_, index) => unit(`Unit${index}`));
  const { estate, aws } = await served({
    units: { 'r-ab12': many, [unitId('Unit44')]: [unit('Deep')] },
    accounts: {
      'r-ab12': [{ Id: accountId(0) }],
      [unitId('Deep')]: Array.from({ length: 21 }, (_, index) => ({ Id: accountId(index + 1) })),
    },
  });
  const { units, places } = await organizationTree(aws);
  expect(units.size).toBe(1 + 45 + 1);
  expect(units.get(unitId('Deep'))).toEqual({
    id: unitId('Deep'),
    path: 'Unit44/Deep',
    within: ['r-ab12', unitId('Unit44'), unitId('Deep')],
  });
  expect(places.get(accountId(0))).toEqual({ id: 'r-ab12', path: '', within: ['r-ab12'] });
  expect([...places.values()].filter(({ path }) => path === 'Unit44/Deep')).toHaveLength(21);
  expect(estate.counts.of({ operation: 'ListRoots' })).toBe(1);
  expect(estate.counts.of({ operation: 'ListOrganizationalUnitsForParent' })).toBe(47 + 2);
  expect(estate.counts.of({ operation: 'ListAccountsForParent' })).toBe(47 + 1);
});

test('an organization that shows no root has no units', async () => {
  const estate = await startEstate({ accounts: { [ACCOUNT]: {} } });
  const aws = await awsAt(estate.url);
  closing.push(aws.close, estate.close);
  expect(await pathsOf(aws)).toEqual({ units: {}, places: {} });
});

describe('answers that nobody gave us by mistake', () => {
  /** An organization by what it answers for a parent. */
  const answering = (of: (parent: string) => { readonly units?: unknown; readonly accounts?: unknown } | Error) =>
    ({
      call: async (_: unknown, __: string, operation: string, { ParentId = '' }: { readonly ParentId?: string }) => {
        if (operation === 'ListRoots') return { Roots: [{ Id: 'r-ab12' }] };
        const given = of(ParentId);
        if (given instanceof Error) throw given;
        return operation === 'ListAccountsForParent'
          ? { Accounts: given.accounts ?? [] }
          : { OrganizationalUnits: given.units ?? [] };
      },
    }) as unknown as Aws;

  test('a unit that contains itself, or is in two places', async () => {
    await expect(organizationTree(answering(() => ({ units: [unit('Loop')] })))).rejects.toThrow(
      'MalformedAnswer: organizations gave the unit ou-ab12-loopxxxx in two places',
    );
    await expect(
      organizationTree(answering((parent) => (parent === 'r-ab12' ? { units: [unit('Twice'), unit('Twice')] } : {}))),
    ).rejects.toThrow('in two places');
  });

  test('a tree without end, in depth or breadth', async () => {
    let made = 0;
    const next = () => ({ Id: `ou-ab12-${String(made++).padStart(8, '0')}`, Name: 'x' });
    await expect(organizationTree(answering(() => ({ units: [next()] })))).rejects.toThrow('nests units more than 7 deep');
    expect(made).toBeLessThan(20);
    await expect(organizationTree(answering(() => ({ units: Array.from({ length: 4_000 }, next) })))).rejects.toThrow(
      'the organization has more than 10000 units',
    );
  });

  test('ids that are none, and pages without a list', async () => {
    const atRoot = (given: object) => organizationTree(answering((parent) => (parent === 'r-ab12' ? given : {})));
    await expect(atRoot({ units: [{ Id: '../x', Name: 'x' }] })).rejects.toThrow(
      'organizations:ListOrganizationalUnitsForParent gave a malformed Id',
    );
    await expect(atRoot({ accounts: [{ Id: '1' }] })).rejects.toThrow(
      'organizations:ListAccountsForParent gave a malformed Id',
    );
    await expect(atRoot({ accounts: 'all' })).rejects.toThrow('organizations:ListAccountsForParent gave no Accounts');
    await expect(atRoot({ units: [null] })).rejects.toThrow('gave a malformed Id');
  });

  test('a unit without a usable name is called by its id', async () => {
    for (const Name of [undefined, '', 7, 'x'.repeat(129)]) {
      const aws = answering((parent) =>
        parent === 'r-ab12' ? { units: [{ Id: unitId('Odd'), Name }] } : { accounts: [{ Id: accountId(1) }] },
      );
      expect((await pathsOf(aws)).places).toEqual({ [accountId(1)]: unitId('Odd') });
    }
  });

  test('a unit that was deleted meanwhile is empty; any other failure is one', async () => {
    const failing = (error: Error) =>
      answering((parent) =>
        parent === 'r-ab12'
          ? { units: [unit('Gone'), unit('Here')] }
          : parent === unitId('Gone')
            ? error
            : { accounts: [{ Id: accountId(1) }] },
      );
    expect((await pathsOf(failing(new AwsError('gone', 'ParentNotFoundException')))).places).toEqual({
      [accountId(1)]: 'Here',
    });
    await expect(organizationTree(failing(new AwsError('throttled', 'TooManyRequests')))).rejects.toThrow('TooManyRequests');
  });

  test('an account that is moved while we read is in one place', async () => {
    const aws = answering((parent) => ({
      units: parent === 'r-ab12' ? [unit('From'), unit('To')] : [],
      accounts: parent === 'r-ab12' ? [] : [{ Id: accountId(1) }],
    }));
    expect((await pathsOf(aws)).places).toEqual({ [accountId(1)]: 'From' });
  });
});

test('a path fits into a plan, however long the names are', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.string({ unit: 'binary', minLength: 1, maxLength: 140 }), { maxLength: 7 }), async (names) => {
      const aws = {
        call: async (_: unknown, __: string, operation: string, { ParentId }: { readonly ParentId?: string }) => {
          if (operation === 'ListRoots') return { Roots: [{ Id: 'r-ab12' }] };
          if (operation === 'ListAccountsForParent') return { Accounts: [] };
          const depth = ParentId === 'r-ab12' ? 0 : Number(ParentId?.slice(-1)) + 1;
          const below = depth < names.length ? [{ Id: `ou-ab12-0000000${depth}`, Name: names[depth] }] : [];
          return { OrganizationalUnits: below };
        },
      } as unknown as Aws;
      const { units } = await organizationTree(aws);
      expect(units.size).toBe(names.length + 1);
      for (const { path } of units.values()) expect(path.length).toBeLessThanOrEqual(1024);
    }),
  );
});
