import { describe, expect, test } from 'vitest';
import { checks } from '../../shared/checks/index.ts';
import { inapplicable, wantedBy } from '../../shared/engine/applicable.ts';
import { closure } from '../../shared/engine/order.ts';
import { facts } from '../../shared/facts/index.ts';
import { factsOfNamed } from '../../shared/stages/kubeconfig.ts';

const ofCluster = checks.filter(({ scope }) => scope === 'cluster');
const named = factsOfNamed({ name: 'a', server: 'https://127.0.0.1/' });
const reasons = (kind: 'eks' | 'kubernetes' | 'files', account?: string) =>
  new Map(ofCluster.map((check) => [check.id as string, inapplicable(check, { kind, ...(account && { account }) }, named)]));

describe('what is not applicable to', () => {
  test('a cluster of EKS, or files: nothing', () => {
    expect(new Set([...reasons('eks', '111122223333').values(), ...reasons('files').values()])).toEqual(new Set([undefined]));
  });

  test('a cluster that is not of EKS: what is about EKS', () => {
    const found = reasons('kubernetes', '111122223333');
    for (const { id, provider } of ofCluster) expect(found.get(id)).toBe(provider === 'eks' ? 'not an EKS cluster' : undefined);
  });

  test('a cluster whose account is not looked at: what reads anything of AWS, through any number of derivations', () => {
    const found = reasons('kubernetes');
    const given = new Set(['cluster', 'clusters', 'target']);
    for (const check of ofCluster) {
      const reads = [...closure(wantedBy(check), facts)].filter((name) => !given.has(name));
      const ofAws = reads.some((name) => {
        const definition = facts[name as keyof typeof facts];
        return 'probed' in definition || ('reads' in definition && 'aws' in definition.reads);
      });
      expect([check.id, found.get(check.id)]).toEqual([
        check.id,
        ofAws || check.provider === 'eks' ? 'its AWS account is not looked at: scan the account' : undefined,
      ]);
    }
    expect([...found.values()].filter((why) => why === undefined).length).toBeGreaterThan(10);
  });
});
