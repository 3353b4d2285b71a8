import { expect, test } from 'vitest';
import { programsOf } from '../../../shared/collect/kubernetes/programs.ts';

test.each<[command: readonly string[], args: readonly string[], programs: readonly string[]]>([
  [['/usr/sbin/sshd', '-D'], [], ['sshd']],
  [[], ['/usr/sbin/sshd', '-D', '-e'], ['sshd']],
  [['tini', '--', 'sshd'], [], ['sshd']],
  [['dumb-init'], ['--', '/usr/sbin/dropbear', '-F'], ['dropbear']],
  [['sudo', '-E', 'sshd'], [], ['sshd', 'sudo']],
  [['env', 'A=1', 'sshd'], [], ['sshd']],
  [['sh', '-c', 'service ssh start && exec /app'], [], ['sshd']],
  [['/bin/bash', '-lc'], ['ssh-keygen -A; "/usr/sbin/sshd" -D'], ['sshd']],
  [['bash', '-c', 'if [ -x /usr/sbin/sshd ]; then /usr/sbin/sshd; fi'], [], ['sshd']],
  [['sh', '-c', 'systemctl enable --now sshd.service'], [], ['sshd']],
  [['sh', '-c', 'x=$(sudo id)\nexec app'], [], ['sudo']],
  [['/app'], ['--proxy', 'sshd'], []],
  [['grep', 'sshd', '/etc/passwd'], [], []],
  [['sh', '-c', 'echo sshd | tee /etc/ssh/sshd_config'], [], []],
  [['tail', '-f', '/var/log/sshd'], [], []],
  [['sh', '-c'], [], []],
  [['sh', 'script.sh'], [], []],
  [[], [], []],
  [['sh', '-c', 'sh -c sshd'], [], []],
])('%j %j starts %j', (command, args, programs) => {
  expect(programsOf(command, args)).toEqual(programs);
});

test('long and hostile texts take no longer than they are long', () => {
  const texts = [
    ';'.repeat(1_000_000),
    ' '.repeat(1_000_000),
    'env '.repeat(250_000),
    'a;'.repeat(500_000),
    '"'.repeat(1_000_000),
  ];
  const started = performance.now();
  for (const text of texts) expect(programsOf(['sh', '-c', text], [])).toEqual([]);
  for (const text of texts) expect(programsOf(text.split(' '), [])).toEqual([]);
  expect(performance.now() - started).toBeLessThan(2_000);
});
