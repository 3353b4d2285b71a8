import { catalogue } from '../shared/checks/catalogue.ts';
import * as ec2 from '../shared/clients/sdk/ec2.ts';
import * as eks from '../shared/clients/sdk/eks.ts';
import * as classicLoadBalancers from '../shared/clients/sdk/elastic-load-balancing.ts';
import * as loadBalancers from '../shared/clients/sdk/elastic-load-balancing-v2.ts';
import * as iam from '../shared/clients/sdk/iam.ts';
import * as kms from '../shared/clients/sdk/kms.ts';
import * as sts from '../shared/clients/sdk/sts.ts';
import type { Services } from '../shared/clients/sdk.ts';
import { parseTargetEvent } from '../shared/contract/events.ts';
import { collectTarget } from '../shared/stages/collect-target.ts';
import { stateTask } from './function.ts';
import { budgetOf, openMember } from './member.ts';

const services: Services = {
  ec2: async () => ec2,
  eks: async () => eks,
  'elastic-load-balancing': async () => classicLoadBalancers,
  'elastic-load-balancing-v2': async () => loadBalancers,
  iam: async () => iam,
  kms: async () => kms,
  sts: async () => sts,
};

/** Collects an account, or a Region of it: {run, account, region?} → its Regions, or its targets. */
export const handler = stateTask(parseTargetEvent, (event, tools) =>
  openMember(services, event, tools, budgetOf(tools), (aws) =>
    collectTarget({ store: tools.store, signal: tools.signal, aws, checks: catalogue }, event),
  ),
);
