import { containerWith, deployed, ofWeb, ordinary, podWith } from '../base-workloads.ts';
import type { Example } from '../example.ts';

const passes = 'every volume is of a type that the restricted standard allows, or a hostPath';
const mounting = (...types: string[]) =>
  podWith([containerWith({ volumeMounts: [] })], { volumes: types.map((type, index) => ({ name: `volume-${index}`, type })) });

export default [
  ...ordinary(passes),
  {
    says: 'A server of files, named in the pod',
    facts: deployed(mounting('nfs', 'emptyDir')),
    expect: ofWeb('fail', 'volume volume-0 is of type nfs', 'low'),
  },
  {
    says: 'A repository that the kubelet clones as root',
    facts: deployed(mounting('awsElasticBlockStore', 'gitRepo')),
    expect: ofWeb('fail', 'volume volume-1 is of type gitRepo; volume volume-0 is of type awsElasticBlockStore'),
  },
  {
    says: 'A type that we do not know',
    facts: deployed(mounting('unknown')),
    expect: ofWeb('fail', 'volume volume-0 is of type unknown', 'low'),
  },
  {
    says: 'A volume without a type is an emptyDir, and paths of the node have a check of their own',
    facts: deployed(
      podWith([containerWith({ volumeMounts: [] })], {
        volumes: [{ name: 'none' }, { name: 'path', type: 'hostPath', hostPath: { path: '/srv' } }],
      }),
    ),
    expect: ofWeb('pass', passes),
  },
] satisfies readonly Example[];
