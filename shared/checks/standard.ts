import type { Item } from '../facts/index.ts';
import { type Judgement, notApplicable } from './check.ts';
import { judgeEach } from './specs.ts';

type Judged = Item<'podSecurity'>;
type Level = 'baseline' | 'restricted';

/** Every control is named: a level has fewer. */
const controls = 20;

/**
 * Whether a level of the Pod Security Standards admits a workload, and by which controls not. Each control is one offence, low: checks of
 * their own say how bad it is. Whoever asks for a level asks for the platform's namespaces, too.
 */
export function standard(workload: Judged, level: Level, asked: Judged[Level]): Judgement {
  if (asked === undefined)
    return notApplicable(
      `nobody asks for ${level} here: no label of the namespace ${workload.namespace}, and not --pod-security`,
    );
  const policy = `${level}, version ${asked.version} (${asked.by})`;
  const judgement = judgeEach({ ...workload, platform: false }, asked.specs, {
    severity: 'low',
    passes: `${policy}, allows it`,
    named: controls,
    offences: ({ refused }) => refused.map(({ control, says }) => ({ says: control, detail: `${control}: ${says}` })),
  });
  return judgement.status === 'fail' ? { ...judgement, because: `${policy}, refuses it: ${judgement.because}` } : judgement;
}
