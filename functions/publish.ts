import { checks } from '../shared/checks/index.ts';
import { snsAnnouncer } from '../shared/cloud/announce.ts';
import { machineOf, stepFunctions } from '../shared/cloud/executions.ts';
import { parsePublishEvent } from '../shared/contract/events.ts';
import { derivations } from '../shared/derive/index.ts';
import { frameworks } from '../shared/frameworks/index.ts';
import { fileFormats } from '../shared/report/index.ts';
import { publishDeployment } from '../shared/stages/publish-deployment.ts';
import { version } from '../shared/version.ts';
import { stateTask } from './function.ts';

const formats = Object.entries(fileFormats).map(([name, render]) => ({ name, render }));

/** Completes, renders, seals and announces a run, and lets the next one begin: {run, execution} → what came of it. */
export const handler = stateTask(parsePublishEvent, (event, { store, place, variable, count, percent }) =>
  publishDeployment(
    {
      ...{ store, checks, frameworks, derivations, formats, version, now: () => new Date() },
      executions: stepFunctions(machineOf(event.execution), place),
      announcer: snsAnnouncer(variable('topic'), place),
      link: (run) => `postern remote download ${run} --api ${variable('api')}`,
      onSealed: ({ summary }, { run: { trigger } }) => {
        // Whoever asks for a scan of one cluster must not hide that the nightly one no longer comes, nor that it saw too little.
        if (trigger !== 'schedule') return;
        count('sealed', 1);
        percent('coverage', summary.coverage * 100);
        count('failedTargets', summary.targets.failed);
        count(
          'failures',
          Object.values(summary.failed).reduce((sum, number) => sum + number, 0),
        );
      },
    },
    event,
  ),
);
