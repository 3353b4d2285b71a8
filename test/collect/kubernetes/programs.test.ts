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
  [['sudo', '-u', 'root', '/usr/sbin/sshd'], [], ['sshd', 'sudo']],
  [['nice', '-n', '5', 'sshd'], [], ['sshd']],
  [['chroot', '/host', '/usr/sbin/sshd'], [], ['sshd']],
  [['su-exec', 'app', 'tinysshd'], [], ['tinysshd']],
  [['gosu', 'app', 'grep', 'sshd'], [], []],
  [['timeout', '60', 'sshd'], [], ['sshd']],
  [['sh', '-c', 'rc-service dropbear start'], [], ['dropbear']],
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

test.each(['command', 'dumb-init', 'env', 'exec', 'nice', 'nohup', 'setsid', 'stdbuf', 'time', 'tini'])(
  'what %s starts is started',
  (wrapper) => {
    expect(programsOf([wrapper, '--', 'sshd'], [])).toEqual(['sshd']);
  },
);

test.each(['ash', 'bash', 'dash', 'ksh', 'sh', 'zsh'])('scripts of %s are read', (shell) => {
  expect(programsOf([`/bin/${shell}`, '-c', 'sleep 1; sshd'], [])).toEqual(['sshd']);
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
