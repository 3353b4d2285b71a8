import process from 'node:process';
import { base, cluster } from '../../shared/checks/base.ts';
import { checks } from '../../shared/checks/index.ts';
import { eksConnection } from '../../shared/clients/kubernetes/connection.ts';
import { contextOf } from '../../shared/collect/collector.ts';
import { collectedOf, collectFacts } from '../../shared/collect/index.ts';
import { derivations } from '../../shared/derive/index.ts';
import { evaluate } from '../../shared/engine/evaluate.ts';
import { selectChecks } from '../../shared/engine/select.ts';
import type { Reads } from '../../shared/facts/fact.ts';
import { facts } from '../../shared/facts/index.ts';
import type { Given, Reading } from './kubernetes.ts';
import { peakMegabytes } from './peak.ts';

/**
 * Collects, derives and judges one cluster, in a process that has loaded nothing else: `kubernetes-reading.ts JSON` prints its `Reading`.
 */
async function reading({ endpoint, certificateAuthority, token }: Given): Promise<Reading> {
  const connection = eksConnection({ endpoint, certificateAuthority }, async () => token);
  const place = { account: '111122223333', region: 'eu-central-1', partition: 'aws' };
  const context = contextOf({} as never, place, async () => connection);
  const names = collectedOf('cluster').filter((name) => !('aws' in (facts[name].reads as Reads)));
  const cpu = process.threadCpuUsage();
  const started = performance.now();
  const found = await collectFacts(names, context, { cluster: { known: true, value: cluster } });
  const collected = performance.now();
  connection.close();
  const target = {
    kind: 'eks' as const,
    ...place,
    cluster: { name: cluster.name, arn: cluster.arn, version: '1.34' },
  };
  const selected = selectChecks(checks, [], { globs: [], frameworks: [] }).checks;
  const { verdicts } = evaluate({ target, facts: { ...base, ...found } }, selected, derivations);
  const judged = performance.now();
  const [collectSeconds, judgeSeconds] = [collected - started, judged - collected].map((milliseconds) => milliseconds / 1000);
  const { user, system } = process.threadCpuUsage(cpu);
  const cpuSeconds = (user + system) / 1e6;
  const megabytes = peakMegabytes();
  return {
    collectSeconds: collectSeconds ?? 0,
    judgeSeconds: judgeSeconds ?? 0,
    cpuSeconds,
    verdicts: verdicts.length,
    megabytes,
  };
}

process.stdout.write(JSON.stringify(await reading(JSON.parse(process.argv[2] ?? '{}') as Given)));
