import { contextWith, deployed, ofWeb, ordinary, podWith } from '../base-workloads.ts';
import type { Example } from '../example.ts';

export default [
  ...ordinary('every container has readOnlyRootFilesystem: true'),
  {
    says: 'Nothing is set, which leaves it writable',
    facts: deployed(podWith([contextWith({}, ['readOnlyRootFilesystem'])])),
    expect: ofWeb('fail', 'container web: readOnlyRootFilesystem is not set'),
  },
  {
    says: 'Writable in so many words, and a sidecar without it',
    facts: deployed(
      podWith([
        { ...contextWith({}, ['readOnlyRootFilesystem']), name: 'proxy', list: 'initContainers', restartPolicy: 'Always' },
        contextWith({ readOnlyRootFilesystem: false }),
      ]),
    ),
    expect: ofWeb('fail', 'sidecar proxy: readOnlyRootFilesystem is not set; container web: readOnlyRootFilesystem is false'),
  },
] satisfies readonly Example[];
