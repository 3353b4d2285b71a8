import { check } from '../check.ts';
import { cleaned, holdsRuntimeSocket, mountedPaths, pathPower } from '../host-path.ts';
import { judging, type Offence } from '../specs.ts';
import { quoted } from '../words.ts';

/**
 * `hostPath` volumes (Pod Security Standards, baseline, HostPath Volumes), by what lies below the path and whether a container may write. A
 * path is compared element by element after `.`, `..` and double slashes are gone. `readOnly` of a mount says nothing of what is mounted
 * below it: a path above credentials is as bad read-only. Sockets of runtimes are judged by pods/runtime-sockets, and are low here.
 */
export default check({
  id: 'pods/host-paths',
  title: 'No pod mounts a path of its node',
  severity: 'high',
  scope: 'cluster',
  why: 'Files of the node are its credentials and its programs: who reads /var/lib/kubelet has the tokens of every pod there, who writes /etc or /usr is root at the next start of anything.',
  fix: {
    text: 'Use an emptyDir, a PersistentVolumeClaim or a projected volume. Where an agent must read files of the node, mount that one directory with readOnly: true.',
  },
  each: 'workloads',
  needs: [],
  judge: judging({
    severity: 'high',
    passes: 'it mounts no path of its node',
    offences: (spec) => mountedPaths(spec).flatMap(({ path, by }) => mounted(path, by)),
  }),
});

type By = ReturnType<typeof mountedPaths>[number]['by'];

function mounted(written: string, by: By): readonly Offence[] {
  const path = cleaned(written);
  const name = `hostPath ${quoted(written)}${path === written ? '' : `, which is ${quoted(path)}`}`;
  if (by.length === 0) return [{ says: `${name}, which no container mounts`, severity: 'low' }];
  return by.map(({ container, readOnly }): Offence => {
    const { severity, meaning } = pathPower(path, readOnly);
    const socket = severity !== 'high' && holdsRuntimeSocket(path);
    const says = socket ? 'the socket of a runtime, see pods/runtime-sockets' : meaning;
    return {
      container,
      says: `${name}${readOnly ? ', read-only' : ''}${says === '' ? '' : ` (${says})`}`,
      severity: socket ? 'low' : severity,
    };
  });
}
