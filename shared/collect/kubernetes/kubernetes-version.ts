import * as v from 'valibot';
import { get } from '../../clients/kubernetes/get.ts';
import { collector } from '../collector.ts';
import { Refusal } from '../reason.ts';
import { reaching } from './reaching.ts';

const version = v.object({ gitVersion: v.string(), major: v.string(), minor: v.string() });

export const kubernetesVersion = collector('kubernetesVersion', (context, { cluster }) =>
  reaching(context, cluster.value, async (connection, options) => {
    const { success, output } = v.safeParse(version, await get(connection, '/version', options));
    if (!success) throw new Refusal(`MalformedAnswer: GET /version at ${connection.server.host} is no version`);
    return { known: true, value: output };
  }),
);
