import { paginateDescribeInstances, paginateDescribeNetworkInterfaces } from '@aws-sdk/client-ec2';
import { paginateListClusters } from '@aws-sdk/client-eks';
import { ListAccountsCommand } from '@aws-sdk/client-organizations';
import { describe, expect, it } from 'vitest';
import { checkEstate } from '../../estate/file.ts';
import { generateEstate } from '../../estate/generate.ts';
import { start } from './clients.ts';

const count = (estate: ReturnType<typeof generateEstate>, service: string, list: string): number =>
  Object.values(estate.accounts)
    .flatMap((account) => Object.values(account.regions ?? {}))
    .reduce((sum, region) => sum + ((region[service]?.[list] as readonly unknown[] | undefined)?.length ?? 0), 0);

describe('a generated estate', () => {
  it('has the sizes that were asked for, evenly', () => {
    const estate = generateEstate({
      seed: 1,
      accounts: 3,
      clusters: 10,
      regions: ['us-east-1', 'eu-central-1'],
      nodeGroups: 1,
      nodes: 3,
    });
    expect(Object.keys(estate.accounts)).toHaveLength(3);
    expect(
      Object.values(estate.accounts).flatMap((a) =>
        Object.values(a.regions ?? {}).map((r) => (r.eks?.clusters as [] | undefined)?.length ?? 0),
      ),
    ).toEqual([2, 2, 2, 2, 1, 1]);
    expect([count(estate, 'eks', 'nodegroups'), count(estate, 'ec2', 'Reservations')]).toEqual([10, 30]);
    expect(generateEstate({ seed: 1, accounts: 0, clusters: 0 }).accounts).toHaveProperty('100000000000');
  });
  it('is the same for the same seed, and another for another', () => {
    const made = (seed: number) => JSON.stringify(generateEstate({ seed, accounts: 2, clusters: 8 }));
    expect(made(7)).toBe(made(7));
    expect(made(7)).not.toBe(made(8));
  });
  it('keeps the contract, and refuses sizes that are none', () => {
    expect(() => checkEstate(generateEstate({ seed: 3, accounts: 2, clusters: 20 }), 'generated')).not.toThrow();
    for (const wrong of [-1, 1.5, Number.NaN, 1e9])
      expect(() => generateEstate({ seed: 1, accounts: 1, clusters: wrong })).toThrow(RangeError);
  });
  it('can be served', async () => {
    const server = await start(generateEstate({ seed: 1, accounts: 21, clusters: 42 }));
    const { Accounts, NextToken } = await server.organizations.send(new ListAccountsCommand({}));
    expect([Accounts?.length, NextToken === undefined]).toEqual([20, false]);
    let found = 0;
    for await (const page of paginateListClusters({ client: server.eks }, {})) found += page.clusters?.length ?? 0;
    for await (const page of paginateDescribeInstances({ client: server.ec2, pageSize: 1000 }, {}))
      found += page.Reservations?.length ?? 0;
    for await (const page of paginateDescribeNetworkInterfaces({ client: server.ec2, pageSize: 1000 }, {}))
      found += page.NetworkInterfaces?.length ?? 0;
    expect(found).toBeGreaterThan(2 + 8 + 16);
  });
});
